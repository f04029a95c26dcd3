"use strict";
// Shows the rows of each table that have all words of the search and the chosen values.
for (const section of document.querySelectorAll(".searched:has(.filter)")) {
  const filter = section.querySelector(".filter");
  const search = filter.querySelector("input");
  const choices = [...filter.querySelectorAll("select")];
  const output = filter.querySelector("output");
  const none = section.querySelector(".none");
  const rows = [...section.querySelectorAll("tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());

  const update = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = choices.filter((choice) => choice.value !== "");
    let shown = 0;
    rows.forEach((row, at) => {
      const matches =
        words.every((word) => texts[at].includes(word)) &&
        chosen.every((choice) => row.cells[choice.dataset.column].dataset.value === choice.value);
      row.hidden = !matches;
      shown += matches;
    });
    const all = output.dataset.of;
    output.textContent = shown === rows.length ? all : `${shown.toLocaleString("en")} of ${all}`;
    none.hidden = shown > 0;
  };

  search.addEventListener("input", update);
  for (const choice of choices) {
    choice.addEventListener("change", update);
  }
  filter.hidden = false;
  update();
}
