"use strict";
// Shows the users and roles by permission. Only the rows in sight are in the document, since a large account has
// hundreds of thousands of answers. Every text goes into `textContent`.
const data = JSON.parse(document.getElementById("data").textContent);
const section = document.querySelector(".matrix");
const scroll = section.querySelector(".scroll");
const grid = section.querySelector(".grid");
const head = section.querySelector("thead");
const body = section.querySelector("tbody");
const detail = section.querySelector(".detail");
const none = section.querySelector(".none");
const output = section.querySelector("output");
const [who, what, having, expand] = ["who", "what", "with", "expand"].map((id) => document.getElementById(id));

const ANSWERS = new Map();
for (const item of section.querySelectorAll(".legend li")) {
  const [sign, label] = item.children;
  ANSWERS.set(item.dataset.letter, { sign: sign.textContent, label: label.textContent, name: sign.classList[1] });
}
const ROW = 34;
const CLOSED = 158;
// An open group is wide enough for its name.
const LABEL = 150;
const AROUND = 10;
// A grid that is expanded from the start is at most as wide as a screen.
const FEW = 24;

const needs = [];
data.groups.forEach((group, number) => {
  for (const name of group.needs) {
    needs.push({ name, short: name.slice(name.indexOf(":") + 1), group: number, at: needs.length });
  }
});
const open = new Set(needs.length <= FEW ? data.groups.keys() : []);

let columns = [];
let people = [];
let rows = new Map();
// The columns in sight and some around them, and where each column starts.
let span = { first: 0, last: 0 };
let starts = [0];
let active = { row: 0, column: 0 };

const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};
const words = (input) => input.value.toLowerCase().split(/\s+/).filter(Boolean);
const has = (text, all) => all.every((word) => text.toLowerCase().includes(word));
const answersOf = (person) => data.rows[person.row].answers;
const counted = (count, what) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

/** The columns: a permission, or a group that is closed. */
const layout = () => {
  const sought = words(what);
  columns = [];
  data.groups.forEach((group, number) => {
    const of = needs.filter((need) => need.group === number && has(need.name, sought));
    if (of.length === 0) return;
    if (open.has(number) || sought.length > 0) {
      of.forEach((need, at) => columns.push({ group: number, needs: [need], size: of.length, starts: at === 0 }));
    } else {
      columns.push({ group: number, needs: of, size: of.length, starts: true, isClosed: true });
    }
  });
  const letter = having.value;
  const sought_people = words(who);
  const asked = columns.flatMap((column) => column.needs);
  people = data.principals.filter(
    (person) =>
      has(`${person.kind} ${person.name}`, sought_people) &&
      (letter === "" || asked.some((need) => answersOf(person)[need.at] === letter)),
  );
  active = { row: 0, column: 0 };
  const all = counted(data.principals.length, "row");
  output.textContent = people.length === data.principals.length ? all : `${people.length.toLocaleString("en")} of ${all}`;
  none.hidden = people.length > 0 && columns.length > 0;
  expand.textContent = open.size === data.groups.length ? "Collapse all" : "Expand all";
  drawHead();
  scroll.scrollTop = 0;
  draw(true);
};

const drawHead = () => {
  const groups = element("tr", { className: "groups" });
  const names = element("tr", { className: "needs" });
  groups.append(element("th", { className: "who", scope: "col", rowSpan: 2 }, "User or role"));
  for (const column of columns) {
    const group = data.groups[column.group];
    if (column.starts) {
      const toggle = element("button", { type: "button", title: group.name }, group.name);
      toggle.setAttribute("aria-expanded", String(!column.isClosed));
      toggle.dataset.group = column.group;
      toggle.addEventListener("click", () => {
        open.delete(column.group) || open.add(column.group);
        layout();
      });
      const cell = element("th", { scope: "colgroup", className: "starts", colSpan: column.isClosed ? 1 : column.size }, toggle);
      groups.append(cell);
    }
    const [need] = column.needs;
    const label = column.isClosed ? counted(column.size, "permission") : need.short;
    const cell = element("th", { scope: "col", className: column.starts ? "starts" : "" }, element("span", {}, label));
    cell.classList.toggle("closed", Boolean(column.isClosed));
    cell.title = column.isClosed ? column.needs.map((one) => one.name).join("\n") : need.name;
    names.append(cell);
  }
  const focused = head.contains(document.activeElement) ? document.activeElement.dataset.group : undefined;
  head.replaceChildren(groups, names);
  head.querySelector(`[data-group="${focused}"]`)?.focus({ preventScroll: true });
  const widths = columns.map(({ isClosed, size }) => (isClosed ? CLOSED : Math.max(ROW, Math.ceil(LABEL / size))));
  starts = [0];
  for (const width of widths) starts.push(starts.at(-1) + width);
  const cols = [0, ...widths].map((width, at) => {
    const col = element("col", { className: at === 0 ? "who" : "" });
    if (width > 0) col.style.width = `${width}px`;
    return col;
  });
  grid.querySelector("colgroup").replaceChildren(...cols);
};

const drawCell = (person, column) => {
  const answers = answersOf(person);
  const cell = element("td", { tabIndex: -1 });
  if (!column.isClosed) {
    const answer = ANSWERS.get(answers[column.needs[0].at]);
    cell.textContent = answer.sign;
    cell.className = answer.name;
    cell.setAttribute("aria-label", answer.label);
  } else {
    const counts = new Map();
    for (const need of column.needs) {
      counts.set(answers[need.at], (counts.get(answers[need.at]) || 0) + 1);
    }
    const letters = [...ANSWERS.keys()].filter((letter) => counts.has(letter));
    cell.className = "closed";
    let stop = 0;
    const bar = letters.map((letter) => {
      const from = stop;
      stop += (100 * counts.get(letter)) / column.needs.length;
      return `var(--${ANSWERS.get(letter).name}) ${from}% ${stop}%`;
    });
    cell.style.backgroundImage = `linear-gradient(to right, ${bar.join(", ")})`;
    for (const letter of letters) {
      const { sign, name } = ANSWERS.get(letter);
      cell.append(element("span", { className: name }, `${sign}\u2009${counts.get(letter)}`));
    }
    cell.setAttribute("aria-label", letters.map((letter) => `${counts.get(letter)} ${ANSWERS.get(letter).label}`).join(", "));
  }
  if (column.starts) cell.classList.add("starts");
  return cell;
};

const drawRow = (at) => {
  const person = people[at];
  const name = element("th", { scope: "row", className: "who", title: `${person.kind} ${person.name}` });
  const kind = element("span", { className: "kind" }, person.kind);
  name.append(element("span", { className: "identity" }, kind, " ", element("bdi", { className: "name" }, person.name)));
  const { first, last } = span;
  const row = element("tr", {}, name, ...columns.slice(first, last).map((column) => drawCell(person, column)));
  if (first > 0) name.after(element("td", { className: "space", colSpan: first }));
  [...row.cells].slice(-(last - first)).forEach((cell, number) => {
    cell.ariaColIndex = String(first + number + 2);
    cell.dataset.column = first + number;
  });
  row.ariaRowIndex = String(at + 3);
  row.dataset.at = at;
  return row;
};

const space = () => element("tr", { className: "space", ariaHidden: "true" });
const [above, below] = [space(), space()];

/** Draws the rows in sight and some around them. */
const draw = (isNew = false) => {
  const left = starts.findLastIndex((start) => start <= scroll.scrollLeft);
  // The window bounds what is in sight: the grid itself grows with what is drawn.
  const right = starts.findIndex((start) => start >= scroll.scrollLeft + window.innerWidth);
  const isSame = left >= span.first && (right < 0 ? columns.length : right) <= span.last;
  if (isNew || !isSame) {
    isNew = true;
    rows = new Map();
    span = { first: Math.max(0, left - AROUND), last: right < 0 ? columns.length : Math.min(right + AROUND, columns.length) };
  }
  const first = Math.max(0, Math.floor(scroll.scrollTop / ROW) - AROUND);
  const last = Math.min(people.length, Math.ceil((scroll.scrollTop + window.innerHeight) / ROW) + AROUND);
  if (!isNew && rows.has(first) && rows.has(last - 1) && rows.size === last - first) return;
  const hadFocus = body.contains(document.activeElement);
  if (isNew) body.replaceChildren(above, below);
  // Only rows that come or go are touched: the others keep their layout, and the focus.
  for (const [at, row] of rows) {
    if (at < first || at >= last) {
      row.remove();
      rows.delete(at);
    }
  }
  let next = below;
  for (let at = last - 1; at >= first; at -= 1) {
    if (!rows.has(at)) {
      rows.set(at, drawRow(at));
      next.before(rows.get(at));
    }
    next = rows.get(at);
  }
  above.style.height = `${first * ROW}px`;
  below.style.height = `${(people.length - last) * ROW}px`;
  const cell = cellAt(active);
  if (cell) cell.tabIndex = 0;
  if (hadFocus && cell && document.activeElement !== cell) cell.focus({ preventScroll: true });
  grid.ariaRowCount = String(people.length + 2);
  grid.ariaColCount = String(columns.length + 1);
};

const cellAt = ({ row, column }) => rows.get(row)?.querySelector(`[data-column="${column}"]`);

const moveTo = (row, column) => {
  const old = cellAt(active);
  if (old) old.tabIndex = -1;
  active = {
    row: Math.min(Math.max(row, 0), people.length - 1),
    column: Math.min(Math.max(column, 0), columns.length - 1),
  };
  const top = active.row * ROW;
  const height = scroll.clientHeight - head.offsetHeight;
  if (top < scroll.scrollTop) scroll.scrollTop = top;
  if (top + ROW > scroll.scrollTop + height) scroll.scrollTop = top + ROW - height;
  // The first column covers what is under it.
  const covered = head.rows[0].cells[0].offsetWidth;
  const start = starts[active.column];
  if (start < scroll.scrollLeft) scroll.scrollLeft = start;
  const end = starts[active.column + 1] + covered - scroll.clientWidth;
  if (end > scroll.scrollLeft) scroll.scrollLeft = end;
  draw();
  const cell = cellAt(active);
  cell.tabIndex = 0;
  cell.focus({ preventScroll: true });
};

const list = (items, className) => element("ul", { className }, ...items.map((item) => element("li", {}, item)));

const patchLines = (patch) =>
  element(
    "pre",
    { tabIndex: 0 },
    ...patch.split("\n").map((line) => {
      const isHeader = line.startsWith("---") || line.startsWith("+++");
      const kind = isHeader ? "" : { "+": "added", "-": "removed" }[line[0]] || "";
      return element("span", { className: kind }, `${line}\n`);
    }),
  );

const heading = (text) => element("h3", {}, text);

/** Shows how a cell is decided, and what would allow it. */
const show = (person, column) => {
  const answers = answersOf(person);
  const name = element("p", { className: "quiet" }, `${person.kind} `, element("bdi", { className: "name" }, person.name));
  const close = element("button", { type: "button", className: "close", title: "Close" }, "✕");
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", hide);
  const parts = [];
  let title;
  if (column.isClosed) {
    title = data.groups[column.group].name;
    for (const [letter, { sign, label, name: kind }] of ANSWERS) {
      const these = column.needs.filter((need) => answers[need.at] === letter);
      if (these.length === 0) continue;
      const mark = element("span", { className: `sign ${kind}` }, sign);
      parts.push(element("h3", {}, mark, ` ${label}: ${these.length}`), list(these.map((need) => need.name), "names"));
    }
  } else {
    const [need] = column.needs;
    const { sign, label, name: kind } = ANSWERS.get(answers[need.at]);
    const grounds = data.grounds[data.rows[person.row].grounds[need.at]];
    title = need.name;
    parts.push(element("p", { className: `answer ${kind}` }, `${sign} ${label}`));
    if (grounds.reasons.length > 0) {
      parts.push(list(grounds.reasons.map((reason) => data.reasons[reason]), "reasons"));
    }
    if (grounds.statements.length > 0) {
      parts.push(heading(grounds.statements.length === 1 ? "Decided by" : `Decided by ${grounds.statements.length} statements`));
    }
    for (const number of grounds.statements) {
      const statement = data.statements[number];
      parts.push(
        element("p", { className: "place" }, element("bdi", { className: "name" }, statement.policy), `, statement ${statement.number}`),
        element("pre", { tabIndex: 0 }, statement.text),
      );
    }
    if (answers[need.at] === "d" && person.patch !== null) {
      parts.push(heading(`Patch for all that ${person.name} lacks`), patchLines(data.patches[person.patch]));
    }
  }
  detail.replaceChildren(element("header", {}, element("h2", { tabIndex: -1 }, title), close), name, ...parts);
  detail.hidden = false;
  detail.scrollTop = 0;
  for (const cell of body.querySelectorAll(".chosen")) cell.classList.remove("chosen");
  cellAt(active)?.classList.add("chosen");
};

const hide = () => {
  const hadFocus = detail.contains(document.activeElement);
  detail.hidden = true;
  for (const cell of body.querySelectorAll(".chosen")) cell.classList.remove("chosen");
  if (hadFocus) (cellAt(active) ?? who).focus({ preventScroll: true });
};

const choose = (cell) => {
  const row = Number(cell.parentElement.dataset.at);
  const column = Number(cell.dataset.column);
  moveTo(row, column);
  show(people[row], columns[column]);
};

body.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-column]");
  if (cell) choose(cell);
});

body.addEventListener("keydown", (event) => {
  const page = Math.max(1, Math.floor(scroll.clientHeight / ROW) - 2);
  const { row, column } = active;
  const moves = {
    ArrowDown: [row + 1, column],
    ArrowUp: [row - 1, column],
    ArrowRight: [row, column + 1],
    ArrowLeft: [row, column - 1],
    PageDown: [row + page, column],
    PageUp: [row - page, column],
    Home: [event.ctrlKey ? 0 : row, 0],
    End: [event.ctrlKey ? people.length : row, columns.length],
  };
  if (event.key in moves) {
    event.preventDefault();
    moveTo(...moves[event.key]);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    choose(event.target.closest("[data-column]"));
    detail.querySelector("h2").focus();
  }
});

document.addEventListener("keydown", (event) => {
  // In a search field with text, the key clears the text.
  if (event.key === "Escape" && !detail.hidden && !event.target.closest?.("[type='search']")?.value) hide();
});

/** Makes the table for paper: those with the same answers share a row, and what is allowed is only counted. */
const plainTable = () => {
  const headers = [...ANSWERS.values()].map(({ sign, label }) => element("th", { scope: "col" }, `${sign} ${label}`));
  const holders = data.rows.map(() => []);
  for (const person of data.principals) holders[person.row].push(`${person.kind} ${person.name}`);
  const lines = data.rows.map(({ answers }, at) => {
    const cells = [...ANSWERS].map(([letter, { sign, label }]) => {
      const these = needs.filter((need) => answers[need.at] === letter).map((need) => need.name);
      const cell = element("td");
      cell.dataset.label = `${sign} ${label}`;
      if (these.length > 0) cell.append(element("strong", {}, String(these.length)));
      if (these.length > 0 && letter !== "a") cell.append(" ", these.join(", "));
      return cell;
    });
    return element("tr", {}, element("th", { scope: "row" }, holders[at].join(", ")), ...cells);
  });
  const top = element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Users and roles"), ...headers));
  return element("table", { className: "cards" }, top, element("tbody", {}, ...lines));
};
const plain = document.querySelector(".plain");
window.addEventListener("beforeprint", () => plain.replaceChildren(plainTable()));
window.addEventListener("afterprint", () => plain.replaceChildren());

let isWaiting = false;
scroll.addEventListener("scroll", () => {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    draw();
  });
});
window.addEventListener("resize", () => draw());

for (const field of [who, what, having]) field.addEventListener("input", layout);
expand.addEventListener("click", () => {
  const isOpen = open.size === data.groups.length;
  open.clear();
  if (!isOpen) for (const number of data.groups.keys()) open.add(number);
  layout();
});

section.hidden = false;
layout();
