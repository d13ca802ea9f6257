"use strict";
// Finds and sorts the rows of an index. Without it the table is whole and by name; nothing is kept and nothing is sent.
(() => {
  const table = document.querySelector(".authorities table");
  const body = table.tBodies[0];
  const rows = [...body.rows];  // by name, as written
  const finder = document.querySelector(".finder");
  const wanted = finder.querySelector("input");
  const found = document.querySelector(".found");
  const headings = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator("en-GB");
  let sortedBy = headings[0];

  // As a person types it: no capitals, accents or punctuation.
  const plain = words => words.normalize("NFKD").replace(/[\p{M}'\u2019]/gu, "")
    .toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const hasLinks = cell => cell.querySelector("a") !== null;
  const searched = new Map(rows.map(row => [row, plain(
    [row.dataset.also, ...[...row.cells].filter(cell => !hasLinks(cell)).map(cell => cell.textContent)].join(" "))]));

  const isDescending = () => sortedBy.getAttribute("aria-sort") === "descending";

  // The first paragraph of a cell tells what it is; why comes after that.
  const key = (row, at) => (row.cells[at].querySelector("p") ?? row.cells[at]).textContent.trim();

  const places = new Map(rows.map((row, place) => [row, place]));
  const byName = (one, other) => places.get(one) - places.get(other);
  const byCell = at => (one, other) => collator.compare(key(one, at), key(other, at));

  // Sorting is stable: rows that are alike stay by name, whichever way the others go.
  const sort = () => {
    const at = headings.indexOf(sortedBy), sign = isDescending() ? -1 : 1, compare = at === 0 ? byName : byCell(at);
    body.append(...[...rows].sort((one, other) => sign * compare(one, other)));
  };

  const told = shown => {
    if (shown === 0) return "No authority is found by these words. Escape clears them.";
    const all = rows.length === 1 ? "1 authority" : `${rows.length} authorities`;
    const many = shown < rows.length ? `${shown} of ${all}` : rows.length === 1 ? all : `All ${all}`;
    return `${many}, sorted by ${sortedBy.textContent.toLowerCase()} from ${isDescending() ? "Z to A" : "A to Z"}.`;
  };
  const tell = () => { found.textContent = told(rows.filter(row => !row.hidden).length); };

  // Each word that is typed must begin a word of the row: "st h" is St. Helens, and not all of the North West.
  const find = () => {
    const words = plain(wanted.value).split(" ");
    for (const row of rows) row.hidden = !words.every(word => ` ${searched.get(row)}`.includes(` ${word}`));
    tell();
  };

  const sortBy = heading => {
    const next = heading === sortedBy && !isDescending() ? "descending" : "ascending";
    for (const one of headings) one.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", next);
    sortedBy = heading;
    sort();
    tell();
  };

  for (const heading of headings.filter(one => one.classList.contains("sorts"))) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(heading));
    heading.append(button);
  }
  table.classList.add("sortable");
  wanted.addEventListener("input", find);
  wanted.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !wanted.value) return;
    event.preventDefault();
    wanted.value = "";
    find();
  });
  finder.hidden = false;
})();
