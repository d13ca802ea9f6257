// Lets a reader search and sort the larger tables of one output. Without it, or unless the notebook is trusted, they
// stand as printed. plan: for each such table its place among the tables of the output, and by what cells are sorted.
const makeInteractive = ({ default: DataTable }, output) => {
  const tables = output.querySelectorAll(".table > table");
  for (const { place, keys } of plan) {
    const table = tables[place];
    [...table.tBodies[0].rows].forEach((row, number) => [...row.cells].forEach((cell, column) => {
      cell.dataset.order = keys[number][column];
      cell.dataset.search = cell.textContent;
    }));
    new DataTable(table, {
      order: [],
      paging: false,
      autoWidth: false,
      layout: { topStart: "search", topEnd: null, bottomStart: "info", bottomEnd: null },
      language: {
        search: "Search this table:",
        info: "_TOTAL_ rows",
        infoEmpty: "No rows",
        infoFiltered: "of _MAX_",
        zeroRecords: "No row holds these words.",
      },
    });
  }
};
const begin = () => window[bundle].then((loaded) => {
  loaded.set_or_remove_dark_class();
  document.querySelectorAll(`[data-tables="${name}"]:not([data-ready])`).forEach((output) => {
    output.dataset.ready = "yes";
    makeInteractive(loaded, output);
  });
});
if (window[bundle]) begin();
else window.addEventListener(bundle, begin, { once: true });
