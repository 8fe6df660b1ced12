// What is pasted from Word, Outlook, LibreOffice, Excel or a page of the web becomes text of the portal
// (docs/schreiben.md): paragraphs, lists, tables, headings, links, bold and italic. Its styles stay behind, its
// words do not. Loaded with the first paste that needs it (portal.js); a library turns the tidied HTML into marks.

const UNSEEN = /[\u00ad\u200b\u2060\ufeff]/g; // soft hyphens and the like
const BLANKS = /[\u00a0\u2007\u202f]/g; // no-break blanks
const LINE_ENDS = /\r\n?|[\u2028\u2029\v]/g;
const clean = (text) => text.replace(LINE_ENDS, "\n").replace(UNSEEN, "").replace(BLANKS, " ");

// The signs that Word and others put before items, Symbol and Wingdings among them, and how deep they usually are.
const SIGNS = "·•▪▫◦‣●○■□\uf0b7\uf0a7\uf0d8\uf0fc\uf076";
const SIGN = new RegExp(`^[ \\t]*(?:([${SIGNS}])[ \\t]*|([o§–-])(?:\\t|[ ]{3,})[ \\t]*)(?=\\S)`);
const NUMBER = /^[ \t]*(\d{1,3})[.)](?:\t| {2,})[ \t]*(?=\S)/;
const DEPTHS = { o: 1, "◦": 1, "○": 1, "§": 2, "▪": 2, "■": 2, "\uf0a7": 2 };

export async function paste(field, { html, text }) {
  const { default: Turndown } = await import(field.dataset.turndown);
  const body = html ? tidied(html) : null;
  const isTold = body && (!text || body.querySelector(TOLD)); // else the HTML says no more than the plain text
  insert(field, isTold ? marked(body, Turndown) : plain(text));
}

// As if it were typed, so that undoing works. Chromium takes seconds for many lines as text and none for the same
// as HTML, of which it keeps the text alone; other browsers know no HTML in a field and take the text.
function insert(field, pasted) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  const words = fitted(pasted, value.slice(0, from), value.slice(to));
  field.dispatchEvent(new CustomEvent("room", { bubbles: true, detail: words.length }));
  if (document.activeElement !== field) field.focus({ preventScroll: true });
  const wanted = value.slice(0, from) + words + value.slice(to);
  const html = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  for (const [command, content] of [["insertHTML", html], ["insertText", words]]) {
    if (document.execCommand(command, false, content) && field.value === wanted) return;
    if (field.value !== value) document.execCommand("undo");
  }
  field.setRangeText(words, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- plain text: items and cells are known by the signs and tabs before them --------------------------------
function plain(text) {
  const lines = clean(text).replace(/\n$/, "").split("\n");
  const done = [];
  for (let at = 0; at < lines.length;) {
    const rows = tableAt(lines, at);
    if (rows) {
      const apart = (line) => (line?.trim() ? [""] : []);
      done.push(...apart(done.at(-1)), ...tableOf(rows).split("\n"), ...apart(lines[at + rows.length]));
      at += rows.length;
    } else if (itemOf(lines[at])) {
      const run = [];
      for (let item; (item = itemOf(lines[at] ?? "")); at += 1) run.push(item);
      done.push(...itemLines(run));
    } else {
      done.push(lines[at].replace(/^\t+/, "").replaceAll("\t", " "));
      at += 1;
    }
  }
  return done.join("\n");
}

function itemOf(line) {
  const sign = line.match(SIGN);
  const found = sign ?? line.match(NUMBER);
  if (!found) return null;
  const depth = sign ? DEPTHS[sign[1] ?? sign[2]] ?? 0 : 0;
  return { depth, number: sign ? null : Number(found[1]), words: line.slice(found[0].length) };
}

function itemLines(items) {
  const indents = [];
  return items.map(({ depth, number, words }) => {
    const level = Math.min(depth, indents.length);
    const mark = number === null ? "- " : `${number}. `;
    const indent = level ? indents[level - 1] : 0;
    indents.length = level;
    indents.push(indent + mark.length);
    return `${" ".repeat(indent)}${mark}${words.replaceAll("\t", " ").trimEnd()}`;
  });
}

// Two lines or more with equally many tabs between their words.
function tableAt(lines, at) {
  const rows = [];
  for (const line of lines.slice(at)) {
    const cells = line.split("\t");
    if (cells.length < 2 || itemOf(line) || (rows.length && cells.length !== rows[0].length)) break;
    rows.push(cells.map((cell) => cell.trim()));
  }
  const isIndent = rows.every((cells) => cells.slice(0, -1).every((cell) => !cell));
  return rows.length > 1 && !isIndent ? rows : null;
}

function tableOf(rows, isNumeric = () => false) {
  const line = (cells) => `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, "\\|")).join(" | ")} |`;
  const [head, ...others] = rows;
  return [line(head), line(head.map((_cell, at) => (isNumeric(at) ? "---:" : "---"))), ...others.map(line)].join("\n");
}

// --- HTML: what means nothing goes, what is meant by styles is said by elements -----------------------------
const GONE = "style, script, meta, link, title, template, img, svg, object, iframe, input, button, select, col, colgroup, xml";
const BLOCKS = "P DIV H1 H2 H3 H4 H5 H6 UL OL LI TABLE CAPTION THEAD TBODY TFOOT TR TH TD BLOCKQUOTE PRE HR BODY".split(" ");
const INLINE = { STRONG: "B", B: "B", EM: "I", I: "I", DEL: "S", STRIKE: "S", S: "S", A: "A", CODE: "CODE", BR: "BR" };
const AS_DIVS = "section article main header footer aside nav center address figure dl dt dd form fieldset";
const TOLD = "ul, ol, table, h1, h2, h3, h4, h5, h6, a, b, i, s, blockquote, code, pre, p + p";

const isBlock = (node) => BLOCKS.includes(node.nodeName);
const styleOf = (element) => element.dataset.style ?? "";
const all = (root, query) => [...root.querySelectorAll(query)];
const unwrap = (element) => element.replaceWith(...element.childNodes);

function renamed(element, name) {
  const fresh = element.ownerDocument.createElement(name);
  fresh.append(...element.childNodes);
  element.replaceWith(fresh);
  return fresh;
}

function tidied(html) {
  const { body } = new DOMParser().parseFromString(withoutStyles(html), "text/html");
  dropUnseen(body);
  markItems(body);
  nameStyles(body);
  all(body, AS_DIVS.replaceAll(" ", ", ")).forEach((element) => renamed(element, "div"));
  all(body, "*").forEach((element) => {
    const name = INLINE[element.nodeName];
    if (name && name !== element.nodeName) renamed(element, name);
    else if (!name && !isBlock(element)) unwrap(element);
  });
  if (hasNoSpace(html)) all(body, "p.MsoNormal").forEach((line) => renamed(line, "div"));
  all(body, "code").filter((code) => code.querySelector("*")).forEach((code) => { code.textContent = code.textContent; });
  all(body, "pre").forEach((lines) => keepLines(renamed(lines, "div")));
  all(body, "a").forEach((link) => isAddress(link.getAttribute("href")) || unwrap(link));
  all(body, "table").forEach(unwrapLayout);
  body.normalize();
  makeLists(body);
  nestLists(body);
  settleInline(body);
  return body;
}

// Styles are read and never applied: the policy of the page counts for this document, too.
function withoutStyles(html) {
  return html.replace(/<style\b[^>]*>[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle(?=\s*=)/gi, " data-style"));
}

// Outlook sets no space between its paragraphs: they are lines, and empty ones keep paragraphs apart.
function hasNoSpace(html) {
  const rule = html.match(/p\.MsoNormal\b[^{}]*\{([^}]*)\}/i)?.[1] ?? "";
  const below = rule.match(/margin-bottom:\s*([\d.]+)/i) ?? rule.match(/margin:\s*([\d.]+)/i);
  return below !== null && Number(below[1]) < 1;
}

function keepLines(element) {
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) found.push(texts.currentNode);
  found.forEach((text) => {
    const [first, ...others] = text.data.split("\n");
    text.replaceWith(first, ...others.flatMap((line) => [element.ownerDocument.createElement("br"), line]));
  });
}

function dropUnseen(body) {
  const comments = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  found.forEach((comment) => comment.remove());
  all(body, GONE).forEach((element) => element.remove());
  all(body, "[data-style]").filter((element) => /display:\s*none|mso-hide:\s*all/i.test(styleOf(element)))
    .forEach((element) => element.remove());
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = clean(texts.currentNode.data);
}

// Google writes <b style="font-weight:normal"> around everything, many write <span style="font-weight:700">.
function nameStyles(body) {
  all(body, "b, strong, i, em").forEach((element) => {
    if (/font-(weight:\s*(normal|[1-4]00)|style:\s*normal)/i.test(styleOf(element))) unwrap(element);
  });
  all(body, "span[data-style], font[data-style]").forEach((element) => {
    const style = styleOf(element);
    const tags = [
      /font-weight:\s*(bold|[6-9]00)/i.test(style) && "b",
      /font-style:\s*italic/i.test(style) && "i",
      /text-decoration[a-z-]*:[^;]*line-through/i.test(style) && "s",
    ].filter(Boolean);
    for (const tag of tags) {
      const mark = element.ownerDocument.createElement(tag);
      mark.append(...element.childNodes);
      element.append(mark);
    }
  });
  all(body, "p.MsoTitle, p.MsoSubtitle").forEach((title) => renamed(title, title.matches(".MsoTitle") ? "h1" : "h2"));
}

const isAddress = (href) => /^(https?:\/\/|mailto:)\S/i.test(href?.trim() ?? "");

// Tables that only place things: around others, or of one column.
function unwrapLayout(table) {
  const cells = all(table, "td, th");
  const isColumn = [...table.rows].every((row) => row.cells.length < 2);
  if (!isColumn && !table.querySelector("table")) {
    all(table, "caption").forEach((caption) => table.before(renamed(caption, "p")));
    return;
  }
  cells.forEach((cell) => renamed(cell, "div"));
  all(table, "tr, thead, tbody, tfoot, caption").forEach(unwrap);
  unwrap(table);
}

// --- lists ------------------------------------------------------------------------------------------------
// Word has no list elements: a paragraph says its level, and its sign stands in a span of its own. The Word of
// the browser makes a list of each item. Both are marked here and put together by makeLists.
function markItems(body) {
  all(body, "p").forEach((line) => {
    const level = styleOf(line).match(/mso-list:\s*l\d+\s+level(\d+)/i)?.[1];
    const sign = level && all(line, "span").find((span) => /mso-list:\s*ignore/i.test(styleOf(span)));
    if (!level) return;
    markItem(line, Number(level) - 1, sign ? sign.textContent.trim() : "");
    sign?.remove();
  });
  all(body, "li[data-aria-level]").forEach((item) => {
    const list = item.closest("ul, ol");
    const number = list.matches("ol") ? item.dataset.ariaPosinset ?? list.getAttribute("start") ?? "1" : "";
    const line = renamed(item, "p");
    all(line, "p").forEach(unwrap);
    markItem(line, Number(item.dataset.ariaLevel) - 1, number && `${number}.`);
  });
  all(body, "ul, ol").filter((list) => list.querySelector(":scope > p[data-depth]")).forEach(unwrap);
  all(body, ".ListContainerWrapper").forEach(unwrap);
  all(body, "ol[type=a i]").forEach((list) => {
    [...list.children].forEach((item, at) => item.prepend(`${String.fromCharCode((list.type === "A" ? 65 : 97) + at % 26)}) `));
    renamed(list, "ul");
  });
}

function markItem(line, depth, sign) {
  const number = sign.match(/^(\d{1,3})[.)]$/)?.[1];
  line.dataset.depth = depth;
  if (number) line.dataset.number = number;
  else if (/[\p{L}\p{N}]/u.test(sign) && sign !== "o") line.prepend(`${sign} `); // »a)«, »1.1.«: no list counts so
}

// Paragraphs that begin with a sign and blanks are items, too.
function markSigned(line) {
  const found = line.textContent.replace(/^\s+/, "").match(SIGN);
  if (!found || line.dataset.depth) return;
  line.dataset.depth = DEPTHS[found[1] ?? found[2]] ?? 0;
  dropStart(line, line.textContent.match(/^\s*/)[0].length + found[0].length);
}

function dropStart(element, length) {
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let left = length; left > 0 && texts.nextNode();) {
    const { data } = texts.currentNode;
    texts.currentNode.data = data.slice(left);
    left -= data.length;
  }
}

function makeLists(body) {
  all(body, "p, div").filter((line) => ![...line.children].some(isBlock)).forEach(markSigned);
  all(body, "[data-depth]").forEach((line) => {
    if (!line.isConnected) return;
    const run = [];
    for (let next = line; next?.dataset.depth; next = next.nextElementSibling) run.push(next);
    const place = line.ownerDocument.createTextNode("");
    line.before(place);
    place.replaceWith(...listsOf(run));
  });
}

function listsOf(lines) {
  const open = []; // the lists that the next item may join, the outermost first
  const done = [];
  for (const line of lines) {
    const { depth, number } = line.dataset;
    const name = number ? "OL" : "UL";
    while (open.length && open.at(-1).depth > depth) open.pop();
    if (open.at(-1)?.depth === Number(depth) && open.at(-1).list.nodeName !== name) open.pop();
    if (open.at(-1)?.depth !== Number(depth)) {
      const list = line.ownerDocument.createElement(name);
      if (open.length) open.at(-1).list.lastElementChild.append(list);
      else done.push(list);
      open.push({ depth: Number(depth), list });
    }
    const item = renamed(line, "li");
    if (number) item.value = Number(number);
    open.at(-1).list.append(item);
  }
  return done;
}

// Outlook and Google put a list beside the item that it belongs to.
function nestLists(body) {
  all(body, "ul > ul, ul > ol, ol > ul, ol > ol").forEach((list) => {
    const item = list.previousElementSibling;
    if (item?.nodeName === "LI") item.append(list);
    else renamed(list, "li").append(...list.childNodes);
  });
  all(body, "li > p:first-child").forEach(unwrap);
}

// --- inside a line: marks only where the dialect takes them for marks ---------------------------------------
const OPENS_AFTER = /^$|[\s([{„»‚›«‹“"'–—*_~]/;
const NOT_FIRST = /^$|[\s)\]},.;:!?]/;
const NOT_LAST = /^$|[\s([{„]/;
const GOES_ON = /[\p{L}\p{N}_]/u;
const mayOpen = (before, after) => OPENS_AFTER.test(before) && !NOT_FIRST.test(after);
const mayClose = (before, after) => !NOT_LAST.test(before) && !GOES_ON.test(after);

function settleInline(body) {
  all(body, "h1, h2, h3, h4, h5, h6").forEach((heading) => all(heading, "b, br").forEach((part) => {
    if (part.nodeName === "BR") part.replaceWith(" ");
    else unwrap(part);
  }));
  for (const tag of ["b", "i", "s"]) {
    all(body, `${tag} ${tag}`).forEach(unwrap);
    all(body, tag).forEach(joinNext);
    all(body, tag).forEach(pullBreaks);
    all(body, tag).forEach((mark) => isWhole(mark) || unwrap(mark));
  }
  body.normalize();
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (!text.parentElement.closest("code, pre")) text.data = escaped(text);
  }
}

// Word cuts what is bold into many pieces.
function joinNext(mark) {
  while (mark.isConnected && mark.nextSibling?.nodeName === mark.nodeName) {
    mark.append(...mark.nextSibling.childNodes);
    mark.nextSibling.remove();
  }
}

function pullBreaks(mark) {
  while (mark.lastChild?.nodeName === "BR") mark.after(mark.lastChild);
  while (mark.firstChild?.nodeName === "BR") mark.before(mark.firstChild);
}

function isWhole(mark) {
  const words = mark.textContent;
  if (!/[\p{L}\p{N}]/u.test(words) || [...mark.children].some(isBlock)) return false;
  const before = /^\s/.test(words) ? " " : beside(mark, "previousSibling");
  const after = /\s$/.test(words) ? " " : beside(mark, "nextSibling");
  return mayOpen(before, words.trim()[0]) && mayClose(words.trim().at(-1), after);
}

// The character beside a node; none at the edge of its block or line.
function beside(node, side) {
  for (let at = node; !isBlock(at); at = at.parentElement) {
    const next = at[side];
    if (!next) continue;
    if (isBlock(next) || next.nodeName === "BR") return "";
    return (side === "nextSibling" ? next.textContent[0] : next.textContent.at(-1)) ?? "";
  }
  return "";
}

// A backslash before what would become a mark and is none: »*Pflichtfeld*«. Lines that begin like an item, a
// quotation or a decision are meant so.
function escaped(text) {
  const { data } = text;
  const first = text.previousSibling || !isBlock(text.parentElement) ? data : data.replace(/^(\s*)(#{1,6}\s|-{3}|`{3})/, "$1\\$2");
  return first.replace(/\*+|_|`|~~|\[(?=[^\]\n]*\]\()/g, (mark, at) => {
    const before = at ? first[at - 1] : edgeBefore(text);
    const isMeant = mark !== "[" && !first.slice(at + mark.length).includes(mark[0]);
    return isMeant || before === "\\" || !mayOpen(before, first[at + mark.length] ?? beside(text, "nextSibling")) ? mark : `\\${mark}`;
  });
}

const edgeBefore = (text) => (["B", "I", "S"].includes(text.parentElement.nodeName) ? "*" : beside(text, "previousSibling"));

// --- marks ------------------------------------------------------------------------------------------------
function marked(body, Turndown) {
  const service = new Turndown({
    headingStyle: "atx", hr: "---", bulletListMarker: "-", codeBlockStyle: "fenced", emDelimiter: "*", br: "",
  });
  service.escape = (words) => words; // done already, where the neighbours of a text are known
  service.addRule("line", {
    filter: "div",
    replacement: (words) => (words.trim() ? `\n${words.trim()}\n` : "\n\n"),
  });
  service.addRule("struck", { filter: "s", replacement: (words) => `~~${words}~~` });
  service.addRule("item", { filter: "li", replacement: item });
  service.addRule("link", { filter: "a", replacement: (words, node) => link(words, node.getAttribute("href").trim()) });
  service.addRule("table", { filter: "table", replacement: (_words, node) => table(node, service) });
  return service.turndown(body).replace(/[ \t]+$/gm, "");
}

function item(words, node) {
  const list = node.parentElement;
  const number = node.getAttribute("value") ?? Number(list.getAttribute("start") ?? 1) + [...list.children].indexOf(node);
  const mark = list.nodeName === "OL" ? `${number}. ` : "- ";
  const inside = words.trim().replace(/\n{2,}(?=\s*(?:- |\d+\. ))/g, "\n").replace(/\n(?!\n|$)/g, `\n${" ".repeat(mark.length)}`);
  return `${mark}${inside}\n`;
}

// A bare address is a link by itself.
function link(words, href) {
  const label = words.replace(/\s+/g, " ").trim();
  const bare = (url) => url.replace(/^mailto:/i, "").replace(/^https?:\/\/(?=www\.)/i, "").replace(/\/$/, "");
  if (!label || bare(label) === bare(href)) return label;
  const url = href.replace(/[\s()<>\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return /[[\]]/.test(label) ? `${label} (${url})` : `[${label}](${url})`;
}

function table(node, service) {
  const rows = [...node.rows].map(() => []);
  const isRight = [];
  [...node.rows].forEach((row, down) => [...row.cells].forEach((cell) => {
    let across = 0;
    while (rows[down][across] !== undefined) across += 1;
    const words = service.turndown(cell).replace(/\s*\n\s*/g, " ").trim();
    for (let y = 0; y < Math.max(1, cell.rowSpan) && rows[down + y]; y += 1) {
      for (let x = 0; x < cell.colSpan; x += 1) rows[down + y][across + x] = x || y ? "" : words;
    }
    const side = cell.getAttribute("align") ?? styleOf(cell).match(/text-align:\s*(\w+)/i)?.[1];
    if (down && words) isRight[across] = (isRight[across] ?? true) && side === "right";
  }));
  const width = Math.max(...rows.map((cells) => cells.length));
  const filled = rows.map((cells) => Array.from({ length: width }, (_cell, at) => cells[at] ?? "")).filter((cells) => cells.some(Boolean));
  if (filled.length < 2) return `\n\n${(filled[0] ?? []).filter(Boolean).join(" | ")}\n\n`;
  return `\n\n${tableOf(filled, (at) => isRight[at] === true)}\n\n`;
}

// --- where it goes ------------------------------------------------------------------------------------------
const BEGINS_BLOCK = /^(?:#{1,6} |- |\d+\. |> |\|)/;

// Lists, tables and headings stand in lines of their own.
function fitted(words, before, after) {
  const lines = words.split("\n");
  const needsTop = BEGINS_BLOCK.test(lines[0]) && lines.length > 1 && /[^\n]$/.test(before);
  const needsEnd = BEGINS_BLOCK.test(lines.at(-1).trimStart()) && lines.length > 1 && /^[^\n]/.test(after);
  return `${needsTop ? "\n\n" : ""}${words}${needsEnd ? "\n\n" : ""}`;
}
