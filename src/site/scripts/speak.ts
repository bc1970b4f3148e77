// Puts the dataset of the address into the links and fields that ask for it.
const id = new URLSearchParams(location.search).get("id") ?? "";
if (/^[A-Za-z0-9_]{10}-[A-Za-z0-9_]{6}$/.test(id)) {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-add]")) link.href += id;
  for (const input of document.querySelectorAll<HTMLInputElement>("input[data-id]")) input.value = id;
  for (const known of document.querySelectorAll<HTMLElement>("[data-known]")) known.hidden = false;
  const about = document.querySelector<HTMLAnchorElement>("[data-about]")!;
  about.href += `${id}/`;
  about.textContent = id;
}
