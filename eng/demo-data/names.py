"""Given names and surnames by culture. People are made by combining them at random; none is a real person.

Each culture: weight, languages beside English, women's names, men's names, surnames.
"""

CULTURES = {
    "american": (
        20, [],
        "Abigail Brooke Carmen Daisy Eleanor Faith Grace Hannah Ivy Jasmine Kayla Lauren Madison Naomi Olivia Paige "
        "Quinn Ruby Savannah Tessa Violet Willow".split(),
        "Aaron Blake Caleb Dean Elliot Franklin Garrett Henry Isaac Jordan Kyle Logan Mason Nathan Owen Parker Reid "
        "Spencer Travis Vincent Wyatt Zachary".split(),
        "Abbott Barlow Calloway Dempsey Ellery Fairchild Garrison Hartwell Ingram Jessup Kendrick Langley Merritt "
        "Norwood Oakes Prescott Quigley Radcliffe Sinclair Thornton Underhill Vance Whitlock Yates".split(),
    ),
    "irish": (
        7, ["Irish"],
        "Aoife Bríd Ciara Deirdre Éabha Fionnuala Gráinne Maeve Niamh Orla Róisín Saoirse Sinéad Úna".split(),
        "Brendan Cathal Colm Declan Éamon Fergal Lorcan Niall Oisín Pádraig Ruairí Seán Tadhg Tomás".split(),
        "O'Brannigan|O'Connell|O'Dowd|O'Hanlon|O'Mara|O'Rourke|McArdle|McGinley|Brennan|Costello|Fitzmaurice|Gallagher|"
        "Kinsella|Lafferty|Mulcahy|Ní Bhriain|Rafferty|Tierney".split("|"),
    ),
    "french": (
        14, ["French"],
        "Adèle|Amélie|Anaïs|Anne-Laure|Bérénice|Camille|Céline|Chloé|Clémence|Élodie|Éloïse|Gaëlle|Hélène|Inès|Joséphine|"
        "Léa|Maëlle|Marie-Noëlle|Noémie|Océane|Solène|Zoé".split("|"),
        "Adrien|Aurélien|Baptiste|Benoît|Cédric|Clément|Étienne|François|Gaël|Grégoire|Jean-Baptiste|Jérôme|Joël|Loïc|"
        "Mathéo|Maël|Noël|Rémi|Sébastien|Théo|Thibault|Yann".split("|"),
        "Barthélemy|Beaulieu|Bellerose|Chénier|Coëtquen|D'Aubray|De La Fontanelle|Desrosiers|Duchêne|Fauré|Gâtinais|"
        "Guérin|Kervadec|L'Hermitte|Lacombe|Le Goff|Le Quéré|Lefèvre|Maréchal|Montreuil|Pélissier|Rivoire|Saint-Clair|"
        "Théron|Vasseur|Villeneuve".split("|"),
    ),
    "hispanic": (
        11, ["Spanish"],
        "Alejandra|Ángela|Belén|Catalina|Dolores|Estefanía|Inés|Jimena|Lucía|Marisol|Nuria|Paloma|Rocío|Sofía|Valentina|"
        "Ximena".split("|"),
        "Álvaro|Andrés|César|Diego|Emilio|Fermín|Gonzalo|Héctor|Íñigo|Joaquín|Lázaro|Matías|Óscar|Rubén|Tomás|"
        "Víctor".split("|"),
        "Aguilar|Benítez|Cárdenas|De la Vega|Echeverría|Fuentes|Galván|Ibáñez|Juárez|Lozano|Marañón|Núñez|Ordóñez|Peña|"
        "Quiñones|Robledo|Saldívar|Treviño|Urrutia|Zúñiga".split("|"),
    ),
    "portuguese": (
        5, ["Portuguese"],
        "Beatriz|Conceição|Fernanda|Inês|Joana|Leonor|Luísa|Mafalda|Raquel|Teresa".split("|"),
        "Afonso|Caetano|Duarte|Eusébio|Gonçalo|João|Luís|Nuno|Rui|Tiago".split("|"),
        "Alcântara|Brandão|Carvalhal|Da Conceição|Dos Anjos|Falcão|Guimarães|Leitão|Magalhães|Sequeira|Simões|"
        "Vasconcelos".split("|"),
    ),
    "german": (
        6, ["German"],
        "Annika Britta Elke Friederike Greta Heike Ilse Jördis Käthe Lieselotte Mareike Svenja".split(),
        "Anselm Bernd Detlef Eckhard Florian Gerrit Jürgen Konrad Lothar Matthias Rüdiger Volker".split(),
        "Altmühl|Bäumler|Dörfler|Eisenhauer|Fröhlich|Großmann|Hübner|Kästner|Lindenau|Mönch|Oberländer|Rößler|Schönfeld|"
        "Von Ahlen|Weißbach|Zöllner".split("|"),
    ),
    "nordic": (
        5, ["Swedish"],
        "Åsa Astrid Dagny Ebba Frida Gudrún Ingrid Kajsa Liv Märta Sigrid Sólveig Tuva".split(),
        "Anders Björn Egil Gunnar Håkan Jørgen Kåre Leif Magnus Njål Søren Tormod Ørjan".split(),
        "Aspelund|Bergström|Dahlgård|Ekström|Fjellheim|Grønvold|Hagström|Jónsdal|Kjærgaard|Lindqvist|Nygård|Østby|Sjöholm|"
        "Sørensen".split("|"),
    ),
    "slavic": (
        7, ["Polish"],
        "Agnieszka Bożena Danica Halina Jadwiga Katarzyna Ludmila Małgorzata Nadia Oksana Stanisława Vesna Zuzana "
        "Žofie".split(),
        "Andrzej Bohdan Dušan Grzegorz Jiří Kazimierz Łukasz Miloš Ondřej Paweł Stanisław Tomáš Władysław "
        "Zdeněk".split(),
        "Błaszczak|Čermák|Dąbrowski|Dvořáček|Gałązka|Horáček|Jabłoński|Kovač|Kučera|Łosiewicz|Maślanka|Novotný|Petrović|"
        "Skórka|Šimůnek|Wiśniewski|Zieliński|Živković".split("|"),
    ),
    "chinese": (
        7, ["Mandarin"],
        "Ailing Chunhua Fenfang Huiying Jiayi Lihua Meilin Ningxin Qiuyue Ruolan Shuang Xiaoyan Yuwei Zhenzhen".split(),
        "Bowen Changming Dashan Guowei Haoran Jianyu Kaiwen Lianjie Minghao Qiang Ruisheng Tianyu Weidong "
        "Zihan".split(),
        "Bai Cheng Deng Fang Gao Huang Jiang Kong Liang Meng Pan Qiao Ruan Shen Tang Wei Xu Yuan Zhang Zhou".split(),
    ),
    "vietnamese": (
        3, ["Vietnamese"],
        "Ánh|Bích Ngọc|Diễm|Hồng|Kim Liên|Mai|Phượng|Thảo|Tuyết|Yến".split("|"),
        "Bảo|Cường|Đức|Hiếu|Khôi|Long|Minh Quân|Phúc|Sơn|Tuấn".split("|"),
        "Bùi Đặng Đỗ Hồ Lê Lý Ngô Nguyễn Phạm Trần Võ".split(),
    ),
    "indian": (
        10, ["Hindi"],
        "Aditi Ananya Bhavna Charulata Deepika Gayatri Ishani Kavya Lakshmi Meenakshi Nandini Padmini Rukmini Shreya "
        "Tanvi Vaishnavi".split(),
        "Abhinav Balaji Chirag Devendra Gautam Harish Jayant Karthik Mohit Nikhil Prakash Raghav Sanjay Tejas Uday "
        "Vikram".split(),
        "Agnihotri|Bhattacharya|Chaudhary|D'Souza|Deshpande|Ganesan|Iyengar|Joshi|Kulkarni|Lakhani|Menon|Nambiar|"
        "Pillai|Raghunathan|Sengupta|Trivedi|Upadhyay|Venkatesan".split("|"),
    ),
    "arabic": (
        7, ["Arabic", "French"],
        "Amira Basma Dalia Farida Ghada Hanane Imane Jamila Khadija Leïla Mariam Nawal Rania Samira Yasmine "
        "Zahra".split(),
        "Adel Bilal Driss Fouad Ghassan Hamza Idriss Karim Lotfi Mehdi Nabil Omar Rachid Salim Tarek Younès".split(),
        "Abdelkader|Al-Khatib|Ben Youssef|Bensalem|Chraïbi|Daoudi|El Amrani|El Fassi|Ghannam|Haddad|Jaziri|Khoury|Lahlou|"
        "Mansouri|Naïmi|Ould Brahim|Saadi|Zitouni".split("|"),
    ),
    "westafrican": (
        6, ["French"],
        "Abena|Adjoa|Aïssatou|Awa|Binta|Chiamaka|Djeneba|Efua|Fatoumata|Ifeoma|Mame Diarra|Ngozi|Oluwaseun|"
        "Yaa".split("|"),
        "Babacar|Chidi|Emeka|Femi|Ibrahima|Kofi|Kwabena|Lamine|Mamadou|Obinna|Ousmane|Sékou|Tunde|Yaw".split("|"),
        "Acheampong|Adeyemi|Boateng|Coulibaly|Diop|Eze|Fofana|Kouyaté|Mbaye|N'Diaye|N'Guessan|Nwosu|Okonkwo|Ouédraogo|"
        "Sow|Touré".split("|"),
    ),
    "japanese": (
        4, ["Japanese"],
        "Akiko Chihiro Emi Fumiko Haruka Kaori Midori Natsuki Reiko Sayuri Yōko".split(),
        "Daichi Eiji Hiroshi Junpei Kazuo Makoto Noboru Ryūnosuke Shōta Takumi Yūto".split(),
        "Arakawa Fujimoto Hayashida Inoue Kuroda Matsuoka Nishimura Ōta Sakamoto Tsukada Uchiyama Yoshida".split(),
    ),
    "korean": (
        3, ["Korean"],
        "Eun-ji Ha-neul Ji-won Min-seo Seo-yeon Soo-ah Ye-rin Yoon-hee".split(),
        "Dong-hyun Hyun-woo Jae-min Joon-ho Kyung-soo Min-jun Sung-ho Tae-yang".split(),
        "Ahn Bae Cho Han Jang Kwon Lim Moon Noh Ryu Seong Yoo".split(),
    ),
    "greekturkish": (
        4, ["Turkish", "Greek"],
        "Ayşe Defne Elif Gülşen Nilüfer Şebnem Athina Despina Eleni Kalliopi Ourania Vasiliki".split(),
        "Barış Çağlar Emre Görkem Oğuz Umut Dimitris Fotis Kostas Lefteris Panagiotis Stavros".split(),
        "Aydın|Çelikkol|Demirtaş|Güneş|Öztürk|Şahin|Yıldızhan|Anagnostou|Dimakis|Georgallis|Kalogeras|Mavridis|"
        "Papathanasiou".split("|"),
    ),
    "pacific": (
        2, [],
        "Anahera Hinemoa Leilani Mele Sina Tavita Tiare".split(),
        "Keoni Manaia Rangi Sione Tama Tevita Wiremu".split(),
        "Ka'ahumanu|Kealoha|Ngata|Parata|Tau'alupe|Te Rangi|Vainikolo".split("|"),
    ),
}
