namespace HrPlatform.Api.Tests.Identity;

/// <summary>The pages in a real browser, by keyboard, and passkeys by a device that the browser pretends to have.</summary>
public sealed class IdentityInChromiumTests(ApiFixture api)
{
    private const int Enter = 13;
    private const int Tab = 9;

    [Fact]
    public async Task A_person_signs_in_by_keyboard_adds_a_passkey_and_comes_back_with_it()
    {
        Assert.SkipUnless(Chromium.Program is not null, "This machine has no Chromium.");
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        // A passkey belongs to a name; a number is none.
        var root = new UriBuilder(api.BaseAddress) { Host = "localhost" }.Uri;
        var slug = tenant.Tenant.Slug;
        await using var browser = await Chromium.StartAsync();

        await browser.OpenAsync(new Uri(root, $"/account/{slug}/login"));
        await browser.WaitForAsync("document.activeElement.id === 'email'");
        await browser.TypeAsync(person.Email);
        await browser.PressAsync("Tab", Tab);
        await browser.WaitForAsync("document.activeElement.id === 'password'");
        await browser.TypeAsync(Persons.Password);
        await browser.PressAsync("Enter", Enter);
        await browser.WaitForAsync($"location.pathname === '/account/{slug}'");

        await browser.AddPasskeyDeviceAsync();
        await browser.WaitForAsync("!document.querySelector('form[data-passkey=create]').hidden");
        await browser.EvaluateAsync("document.querySelector('#passkey-name').focus()");
        await browser.TypeAsync("My laptop");
        await browser.PressAsync("Enter", Enter);
        await browser.WaitForAsync("document.querySelector('main').textContent.includes('The passkey is added')");
        await browser.WaitForAsync("document.querySelector('main').textContent.includes('My laptop')");

        await browser.EvaluateAsync("document.querySelector('form[action*=SignOut] button').click()");
        await browser.WaitForAsync("location.pathname.endsWith('/login')");
        await browser.WaitForAsync("!document.querySelector('form[data-passkey=get]').hidden");
        await browser.EvaluateAsync("document.querySelector('form[data-passkey=get] button').click()");
        await browser.WaitForAsync($"location.pathname === '/account/{slug}'");

        browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_app_gets_its_code_in_a_real_browser_and_the_page_names_all_it_shows()
    {
        Assert.SkipUnless(Chromium.Program is not null, "This machine has no Chromium.");
        var tenant = await api.CreateTenantAsync();
        var person = await tenant.SignUpAsync();
        var app = await App.RegisterAsync(tenant);
        var root = new UriBuilder(api.BaseAddress) { Host = "localhost" }.Uri;
        await using var browser = await Chromium.StartAsync();

        await browser.OpenAsync(new Uri(root, app.AuthorizePath()));
        await browser.WaitForAsync("document.activeElement.id === 'email'");
        await browser.TypeAsync(person.Email);
        await browser.PressAsync("Tab", Tab);
        await browser.TypeAsync(Persons.Password);
        await browser.PressAsync("Enter", Enter);
        await browser.WaitForAsync("document.querySelector('button[value=allow]')");

        (await browser.EvaluateAsync("document.title")).ShouldBe("\"Shift planner asks for access\"");
        (await browser.EvaluateAsync("document.documentElement.lang")).ShouldBe("\"en\"");
        (await browser.EvaluateAsync("document.querySelectorAll('main, header, h1').length")).ShouldBe("3");
        browser.Complaints.ShouldBeEmpty();
        await browser.EvaluateAsync("document.querySelector('button[value=allow]').click()");
        // The app's address leads nowhere here; that the browser goes there is what its policy had to allow.
        await browser.WaitForAsync("location.href.startsWith('chrome-error:')");
    }
}
