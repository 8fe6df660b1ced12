// Lines »Beschluss: …« and »Aufgabe: …« of a section: their forms come and go with the text, and are sent in place.

const words = document.getElementById("speicherworte").dataset;
const tokenField = document.getElementById("schreiben").elements.csrfmiddlewaretoken;

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
const formsOf = (element) => [...element.querySelectorAll("[data-lines] > form")];

document.addEventListener("lines", ({ target, detail }) => {
  const shown = formsOf(target).map((form) => form.dataset.line);
  if (!detail || String(shown) !== String(detail)) refresh(target);
});

async function refresh(element) {
  try {
    const response = await fetch(element.dataset.below, { redirect: "manual" });
    if (!response.ok) return;
    const fresh = parsed(await response.text());
    settle(element.querySelector("[data-lines]"), [...fresh.querySelectorAll("[data-lines] > form")]);
    element.querySelector("[data-outcomes]").replaceChildren(...fresh.querySelector("[data-outcomes]").childNodes);
  } catch { /* the next saving brings them */ }
}

const isChanged = (field) => field.type === "checkbox"
  ? field.checked !== field.defaultChecked
  : field.options ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : field.type !== "hidden" && field.value !== field.defaultValue;
const isTouched = (form) => [...form.elements].some(isChanged);

// What somebody has begun to fill in stays, also when its line was worded anew meanwhile.
function settle(place, fresh) {
  const old = [...place.children];
  const take = (fits) => {
    const at = old.findIndex(fits);
    return at < 0 ? null : old.splice(at, 1)[0];
  };
  const same = fresh.map((form) => take((other) => other.dataset.line === form.dataset.line));
  const forms = fresh.map((form, at) => same[at]
    ?? reworded(take((other) => other.dataset.kind === form.dataset.kind && isTouched(other)), form) ?? form);
  old.filter((form) => !form.contains(document.activeElement)).forEach((form) => form.remove());
  forms.forEach((form, at) => {
    if (place.children[at] !== form) place.insertBefore(form, place.children[at] ?? null);
  });
}

// What the new words of the line say goes into the fields that nobody has touched.
function reworded(form, fresh) {
  if (!form) return null;
  form.dataset.line = fresh.dataset.line;
  form.elements.line.value = fresh.elements.line.value;
  const fields = [...form.querySelectorAll("textarea, select, input:not([type=hidden])")];
  const isDue = ({ name }) => name.startsWith("due_"); // a day or the next meeting: one answer
  const isDueSaid = fields.some((field) => isDue(field) && isChanged(field));
  for (const field of fields) {
    const read = fresh.elements[field.name];
    if (isChanged(field) || (isDueSaid && isDue(field))) continue;
    if (field.type === "checkbox") field.checked = field.defaultChecked = read.checked;
    else if (field.options) field.replaceChildren(...read.children);
    else field.value = field.defaultValue = read.value;
  }
  const { wording } = form.elements;
  wording.defaultValue = fresh.elements.wording.defaultValue;
  return form;
}

// --- sending -----------------------------------------------------------------------------------------------
document.addEventListener("submit", (event) => {
  const form = event.target;
  const section = form.matches(".line-form") && form.closest("[data-autosave]")?.writing;
  if (!section) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!form.dataset.busy) send(form, section, event.submitter);
}, true);

async function send(form, section, button) {
  form.dataset.busy = "1";
  try {
    await section.save();
    if (section.isDirty) await section.save(); // words typed while the last ones were on their way
    if (section.isDirty) return problem(form, words.lineUnsaved);
    const sent = section.field.value;
    const data = new URLSearchParams(new FormData(form));
    data.set("csrfmiddlewaretoken", tokenField.value);
    if (button?.name) data.set(button.name, button.value);
    const response = await fetch(form.action, {
      method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "manual",
    });
    const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isAnswer) return problem(form, words.lineUnsaved);
    answered(form, section, await response.json(), sent, button);
  } catch {
    problem(form, words.lineWaiting);
  } finally {
    delete form.dataset.busy;
  }
}

function answered(form, section, answer, sent, button) {
  if (answer.state !== "saved") return refused(form, answer.html);
  form.remove();
  section.taken(answer, sent);
  refresh(section.element);
  if (!button?.name) section.speak(words.recorded);
  section.field.focus({ preventScroll: true });
}

// The same fields with their errors; what was typed is in them.
function refused(form, html) {
  const fresh = parsed(html).querySelector("form");
  fresh.dataset.line = form.dataset.line;
  form.replaceWith(fresh);
  const wrong = fresh.querySelector("[autofocus]") ?? fresh.querySelector("button");
  wrong.focus();
}

function problem(form, text) {
  form.querySelector("[data-problem]").textContent = text;
}
