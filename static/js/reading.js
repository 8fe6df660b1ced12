// »Gelesen« by reading to the end: the bar below the text has been reached, and the page was looked at for as
// long as somebody needs who reads fast. One request; the bar says what was noted. Without scripts: the button.

const bar = document.getElementById("umlauf");
const WORDS_PER_SECOND = 8;
const SHORTEST = 5;
const LONGEST = 120;

const words = [...document.querySelectorAll(".prose")]
  .reduce((sum, part) => sum + part.textContent.split(/\s+/).filter(Boolean).length, 0);
const needed = Math.min(LONGEST, Math.max(SHORTEST, Math.round(words / WORDS_PER_SECOND)));
let seen = 0;
let isAtEnd = false;

const observer = new IntersectionObserver((entries) => {
  isAtEnd = entries.at(-1).isIntersecting;
  finish();
});

function finish() {
  if (!isAtEnd || seen < needed) return;
  stop();
  const place = document.getElementById("umlauf");
  if (!place?.dataset.readUrl) return; // said by the button meanwhile
  const { name, value } = place.querySelector("input[name=csrfmiddlewaretoken]");
  window.htmx.ajax("POST", place.dataset.readUrl, {
    source: place, target: "#umlauf", swap: "outerHTML", values: { von_selbst: "1", [name]: value },
  });
}

function stop() {
  clearInterval(timer);
  observer.disconnect();
}

const timer = setInterval(() => {
  if (document.visibilityState === "visible") seen += 1;
  finish();
}, 1000);
if (bar?.dataset.readUrl) observer.observe(bar);
else stop();
