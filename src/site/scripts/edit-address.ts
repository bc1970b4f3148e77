/*
 * `office/datasets/<identifier>/edit` is the address of the form for a dataset. One page serves them all, since a file for
 * each of 53,000 would cost as much as their data files; the page for unknown addresses leads on to it.
 */
const [, identifier] =
  /\/office\/datasets\/([A-Za-z0-9_]{10}-[A-Za-z0-9_]{6})\/edit\/?$/.exec(location.pathname) ?? [];
const form = document.querySelector<HTMLElement>("[data-edit]")?.dataset.edit;
if (identifier && form) location.replace(form + identifier);
