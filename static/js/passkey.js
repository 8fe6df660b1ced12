// Ties the passkey button of a page to allauth's scripts: <button data-passkey="login|add|authenticate" …>.
const button = document.querySelector("[data-passkey]");
const forms = window.allauth?.webauthn?.forms;

if (button && forms) {
  const { passkey, credential, passwordless } = button.dataset;
  const begin = { login: forms.loginForm, add: forms.addForm, authenticate: forms.authenticateForm }[passkey];
  begin({ ids: { [passkey]: button.id, credential, passwordless, data: "js_data" } });
}

// When a passkey cannot be used, say so in the page: allauth only writes to the console.
document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey-error");
  if (!place) return;
  event.preventDefault();
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
});
