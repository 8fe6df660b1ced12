// Minutes are saved while they are written. Until the server has confirmed a text, this browser keeps it:
// a crash, a lost connection or an ended session loses nothing. Without this file, one button saves all.
// Each section is reached by the others of its page (lines.js, presence.js) as `element.writing`.

const AFTER_TYPING = 2000; // milliseconds of silence
const AT_LATEST = 8000; // milliseconds of steady typing
const AGAIN = 10000; // while there is no connection
const AFTER_LEAVING = 60000; // bytes: browsers send no more once the page was left
const TROUBLE = ["waiting", "conflict", "signed-out", "refused", "problem"];

const reader = document.body.dataset.reader;
const words = document.getElementById("speicherworte").dataset;
const form = document.getElementById("schreiben");
const tokenField = form.elements.csrfmiddlewaretoken;
const voice = document.getElementById("ansage");
let underWay = 0; // bytes

const keep = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* nothing to drop */ } },
};

class Section {
  constructor(element) {
    this.element = element;
    this.key = `text:${reader}:abschnitt-${element.dataset.section}`;
    this.field = element.querySelector(".editor textarea");
    this.versionField = element.querySelector("input[type=hidden][name$=version]");
    this.line = element.querySelector("[data-save-state]");
    this.place = element.querySelector("[data-conflict]");
    this.confirmed = this.field.defaultValue; // what the server has as `version`
    this.unanswered = []; // texts of this browser that the server may have, without us knowing
    this.conflict = this.conflictOfPage();
    this.sending = null;
    this.isKept = true;
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("savenow", () => this.save());
    this.place.addEventListener("click", (event) => this.join(event.target.closest("[data-join]")?.dataset.join));
    this.restore();
  }

  get isDirty() { return this.field.value !== this.confirmed; }
  get version() { return Number(this.versionField.value); }

  // The page may already show a conflict; then the stored text is in it and the field holds one's own.
  conflictOfPage() {
    const theirs = this.place.querySelector("[data-theirs]");
    if (!theirs) return null;
    this.confirmed = theirs.textContent;
    return { version: this.versionField.value, current: theirs.textContent };
  }

  restore() {
    const kept = keep.read(this.key);
    if (!kept) return this.isDirty ? this.typed() : undefined; // somebody was faster than this file
    if (kept.text === this.field.value) return keep.drop(this.key);
    if (this.conflict) return;
    // With the version it began with: if somebody saved meanwhile, the server says so and shows both.
    if (Number(kept.version) !== this.version) this.confirmed = kept.base ?? this.confirmed;
    this.unanswered = kept.unanswered ?? [];
    this.versionField.value = kept.version;
    this.replace(kept.text);
    this.say("typing", words.restored);
    this.save();
  }

  typed() {
    if (!this.isDirty) { keep.drop(this.key); clearTimeout(this.timer); return this.say("saved", words.unchanged); }
    this.keepCopy();
    if (this.conflict) return;
    if (!TROUBLE.includes(this.line.dataset.state)) this.say("typing", words.typing);
    this.firstTyped ??= Date.now();
    clearTimeout(this.timer);
    const left = AT_LATEST - (Date.now() - this.firstTyped);
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(AFTER_TYPING, left)));
  }

  // unsent.js reads it on other pages.
  keepCopy() {
    const { confirmed: base, version, unanswered } = this;
    const { autosave: url, about, page } = this.element.dataset;
    this.isKept = keep.write(this.key, { text: this.field.value, version, base, unanswered, at: Date.now(), url, about, page });
  }

  save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.conflict || !this.isDirty) return Promise.resolve();
    if (leaving && this.sending && this.field.value !== this.unanswered.at(-1)) return this.sendLast();
    this.sending ??= this.send().finally(() => { this.sending = null; this.goOn(); });
    return this.sending;
  }

  // Words typed while the last ones were on their way.
  goOn() { if (this.line.dataset.state === "saved" && this.isDirty) this.typed(); }

  // The page goes while a text is on its way: nobody will hear the answer, so the newer text names the one before.
  sendLast() {
    const [before, body] = [this.unanswered.at(-1), this.field.value];
    this.unanswered.push(body);
    this.keepCopy();
    return this.post({ body, version: this.version, before }).catch(() => {}); // the copy is kept
  }

  async send() {
    this.firstTyped = undefined;
    const text = this.field.value;
    if (this.unanswered.at(-1) !== text) this.unanswered.push(text);
    try {
      const answer = await this.post({ body: text, version: this.version });
      if (answer?.state === "conflict") return await this.refusedAsOld(answer, text);
      if (answer) this.answered(answer, text);
    } catch {
      this.say("waiting", this.isKept ? words.waiting : words.full);
      this.timer = setTimeout(() => this.save(), AGAIN);
    }
  }

  // The stored text may be one's own: the connection broke after it had arrived and before the answer came.
  async refusedAsOld(answer, text) {
    if (!this.unanswered.includes(answer.current)) return this.showConflict(await this.joined(text) ?? answer);
    this.confirm(answer, answer.current);
    return this.send();
  }

  // Only in a conflict the server hears with which text this browser began: it joins what does not touch.
  joined(text) { return this.post({ body: text, version: this.version, base: this.confirmed }); }

  async post(data) {
    if (this.element.contains(document.activeElement)) data.writing = 1;
    const body = String(new URLSearchParams(data));
    const response = await this.fetched(body);
    if (response.headers.get("Content-Type")?.startsWith("application/json")) return response.json();
    // A redirect or a page instead of an answer: the session has ended, or its token was renewed elsewhere.
    if (response.status >= 500) throw new Error("server");
    this.say("signed-out", words.signedOut, form.dataset.signIn);
    return null;
  }

  // Whatever is on its way arrives, also when the page is left meanwhile.
  async fetched(body) {
    underWay += body.length;
    try {
      return await fetch(this.element.dataset.autosave, {
        method: "POST",
        body,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": tokenField.value, Accept: "application/json",
        },
        redirect: "manual",
        keepalive: underWay < AFTER_LEAVING,
      });
    } finally { underWay -= body.length; }
  }

  answered(answer, text) {
    if (answer.state !== "saved") return this.say(answer.state, words.refused.replace("%(text)s", answer.message));
    this.confirm(answer, text);
    this.say("saved", answer.message);
    this.element.dispatchEvent(new CustomEvent("lines", { bubbles: true, detail: answer.lines }));
  }

  confirm({ version }, text) {
    this.confirmed = text;
    this.unanswered = [];
    this.versionField.value = version;
    if (!this.isDirty) keep.drop(this.key);
    else this.keepCopy();
  }

  // --- the text changes by itself: somebody else saved, or a line became a decision ------------------------
  replace(text) {
    const { selectionStart: from, selectionEnd: to } = this.field;
    this.field.value = text;
    if (document.activeElement === this.field) this.field.setSelectionRange(from, to);
    this.field.dispatchEvent(new Event("replaced", { bubbles: true }));
  }

  renew({ version, body }, message) {
    if (this.isDirty || this.conflict || this.sending || version <= this.version) return;
    this.replace(body);
    this.confirm({ version }, body);
    this.say("saved", message);
    this.element.dispatchEvent(new CustomEvent("lines", { bubbles: true }));
  }

  // A line of `sent` has left the text. What was typed meanwhile is joined with that: both are one's own.
  taken(answer, sent) {
    if (this.field.value === sent) {
      this.replace(answer.body);
      this.confirm(answer, answer.body);
      return this.say("saved", words.unchanged);
    }
    this.isOwn = true;
    this.save();
  }

  // --- conflict --------------------------------------------------------------------------------------------
  showConflict(answer) {
    const isOwn = this.isOwn && answer.joined !== null && !answer.overlaps;
    this.conflict = answer;
    this.isOwn = false;
    if (isOwn) return this.take(answer.joined);
    this.place.innerHTML = answer.html;
    this.place.querySelectorAll(".diff").forEach((text) => {
      const change = text.querySelector("ins, del");
      if (change) text.scrollTop = change.offsetTop - text.offsetTop - 48;
    });
    this.say("conflict", answer.message);
  }

  join(choice) {
    if (!choice || !this.conflict) return;
    const joined = this.place.querySelector("[data-joined]")?.value;
    this.take({ mine: this.field.value, theirs: this.conflict.current, joined }[choice]);
    this.field.focus();
  }

  take(text) {
    const { version, current } = this.conflict;
    this.conflict = null;
    this.place.replaceChildren();
    this.replace(text);
    this.confirm({ version }, current);
    if (this.isDirty) { this.say("typing", words.typing); this.save(); }
    else this.say("saved", words.taken);
  }

  // --- state line --------------------------------------------------------------------------------------------
  // It is not read out at each keystroke, only when something goes wrong, and when all is well again.
  say(state, message, link) {
    const before = this.line.dataset.state;
    this.line.dataset.state = state;
    this.line.textContent = message;
    if (state !== before && (TROUBLE.includes(state) || (state === "saved" && TROUBLE.includes(before)))) this.speak(message);
    if (!link) return;
    const way = document.createElement("a");
    way.href = link;
    way.target = "_blank";
    way.rel = "noopener";
    way.textContent = words.signIn;
    this.line.append(" ", way);
  }

  speak(text) {
    voice.textContent = words.about.replace("%(number)s", this.element.dataset.number).replace("%(text)s", text);
  }
}

const sections = () => [...document.querySelectorAll("[data-autosave]")].map((element) => element.writing).filter(Boolean);
const saveAll = (options) => sections().forEach((section) => section.save(options));
const begin = (root) => root.querySelectorAll("[data-autosave]").forEach((element) => {
  element.writing ??= new Section(element);
});

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.target.parentElement ?? document));
// A page that puts another section in the place of this one: what was typed is sent first.
document.addEventListener("htmx:beforeSwap", () => saveAll());

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saveAll({ leaving: true });
  else goOn();
});
addEventListener("pagehide", () => saveAll({ leaving: true }));
addEventListener("online", () => saveAll());
addEventListener("focus", () => goOn());
// A button of the same form that does something else: the text has its own way, which knows of conflicts.
let turnsTheClock = false;
form.addEventListener("submit", (event) => { turnsTheClock = "clock" in (event.submitter?.dataset ?? {}); });
form.addEventListener("formdata", (event) => {
  if (turnsTheClock) [...event.formData.keys()].filter((name) => /^(section|s\d+-)/.test(name)).forEach((name) => event.formData.delete(name));
});
// Only where the browser keeps nothing, leaving could lose words.
addEventListener("beforeunload", (event) => {
  if (sections().some((section) => section.isDirty && !section.isKept)) event.preventDefault();
});

// Back from signing in, perhaps in another tab: take the new token and send what waits.
let asking = false;
async function goOn() {
  if (asking || !sections().some((section) => section.line.dataset.state === "signed-out")) return;
  asking = true;
  try {
    const response = await fetch(form.dataset.fresh, { redirect: "manual" });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("#schreiben input[name=csrfmiddlewaretoken]");
      if (fresh) { tokenField.value = fresh.value; saveAll(); }
    }
  } catch { /* still offline */ } finally { asking = false; }
}
