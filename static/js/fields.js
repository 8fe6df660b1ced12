// What every field can do, with an account or without. Loaded with the first field (portal.js).

// --- pasting: text with a form, from Word and the like, becomes text of the portal (paste.js, loaded with the
// first one). Strg+Umschalt+V, »without formatting«, is left to the browser ----------------------------------
const UNEVEN = /[\t\u00a0\u00ad\u200b\u202f\u2028\ufeff\uf000-\uf0ff]|^ *[·•▪◦‣●○■]/m;
let asItIs = false;
document.addEventListener("keydown", (event) => { asItIs = event.shiftKey && event.key?.toLowerCase() === "v"; }, true);
document.addEventListener("keyup", () => { asItIs = false; }, true);
// Text that is too long for its field comes in whole, and the server says so: a browser would cut it off in silence.
const makeRoom = ({ target: field }, length) => {
  const left = field.maxLength - field.value.length + field.selectionEnd - field.selectionStart;
  if (field.maxLength >= 0 && length > left) field.removeAttribute("maxlength");
};
document.addEventListener("room", (event) => makeRoom(event, event.detail));
document.addEventListener("paste", async (event) => {
  const [html, text] = ["text/html", "text/plain"].map((type) => event.clipboardData.getData(type));
  if (event.target.matches("textarea, input")) makeRoom(event, text.length);
  const field = event.target.closest("textarea[data-paste]");
  if (!field || field.readOnly || asItIs || !(html || UNEVEN.test(text))) return;
  event.preventDefault();
  try {
    await (await import(field.dataset.paste)).paste(field, { html, text });
  } catch { // no connection: better without a form than not at all
    field.focus();
    document.execCommand("insertText", false, text);
  }
});
