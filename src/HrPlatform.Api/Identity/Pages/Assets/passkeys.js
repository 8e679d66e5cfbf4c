// Passkeys: asks the browser for a credential and sends it with the form that the button stands in.
"use strict";
(() => {
    const supported = typeof PublicKeyCredential === "function" && typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";
    for (const form of document.querySelectorAll("form[data-passkey]")) {
        if (!supported) continue;
        form.hidden = false;
        form.addEventListener("submit", async event => {
            const field = form.elements.namedItem("credential");
            if (field.value) return;
            event.preventDefault();
            const status = form.querySelector("[role=status]");
            status.textContent = "";
            try {
                const creates = form.dataset.passkey === "create";
                const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form), credentials: "same-origin" });
                if (!answer.ok) throw new Error(String(answer.status));
                const options = await answer.json();
                const credential = creates
                    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
                    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
                field.value = JSON.stringify(credential.toJSON());
                form.requestSubmit();
            } catch {
                status.textContent = form.dataset.failed;
            }
        });
    }
})();
