// The button that asks the browser for a passkey, and sends what it answers.
const button = document.querySelector("[data-passkey]");
const options = document.getElementById("passkey-options");
const trouble = document.getElementById("passkey-trouble");

async function ask(event) {
  event.preventDefault();
  trouble.hidden = true;
  try {
    const inBrowser = window.webauthnJSON[button.dataset.passkey];
    const answer = await inBrowser(JSON.parse(options.textContent));
    button.form.elements.credential.value = JSON.stringify(answer);
    button.form.submit();
  } catch {
    // Broken off, or there is none for this site.
    trouble.hidden = false;
  }
}

if (button && window.PublicKeyCredential) {
  // The form that makes one has nothing else to send; others have a code beside it.
  const [target, event] = button.type === "submit" ? [button.form, "submit"] : [button, "click"];
  target.addEventListener(event, ask);
} else if (button) {
  button.hidden = true;
}
