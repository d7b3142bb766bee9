// Keyboard, menus and the help drawer. Every page works without this file.

const help = document.getElementById("help");
const LIST = "[data-list] .row-link, .lines a";
const PREFIX_MS = 1500;
let prefixAt = -Infinity;

document.documentElement.classList.add("scripted");

/** The Latin letter of a key, whatever script the keyboard writes. */
function letter(event) {
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  if (event.key === "؟") return "?";
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
}

function isTyping(target) {
  return target.closest("input, select, textarea, [contenteditable]") !== null;
}

function move(step) {
  const links = [...document.querySelectorAll(LIST)];
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  links[next]?.focus();
}

const KEYS = {
  "?": () => help?.togglePopover(),
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => move(1),
  k: () => move(-1),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !enabled()) return;
  const key = letter(event);
  if (event.timeStamp - prefixAt < PREFIX_MS) {
    prefixAt = -Infinity;
    const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
      return;
    }
  }
  if (key === "g") prefixAt = event.timeStamp;
  else if (Object.hasOwn(KEYS, key)) {
    event.preventDefault();
    KEYS[key]();
  }
}

function enabled() {
  return localStorage.getItem("shortcuts") !== "off";
}

function offerSwitch() {
  const label = document.querySelector("[data-shortcuts]");
  if (!label) return;
  const box = label.querySelector("input");
  label.hidden = false;
  box.checked = enabled();
  box.addEventListener("change", () => localStorage.setItem("shortcuts", box.checked ? "on" : "off"));
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.key === "Escape") menu.querySelector("summary").focus();
    if (event.key === "Escape" || !menu.contains(event.target)) menu.open = false;
  }
}

/** Keep filters that are not set out of the address. */
function dropBlanks({ detail }) {
  if (detail.verb !== "get") return;
  for (const [name, value] of [...detail.formData]) if (value === "") detail.formData.delete(name);
}

document.addEventListener("htmx:configRequest", dropBlanks);
document.addEventListener("keydown", onKey);
document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(event));
document.addEventListener("click", closeMenus);
offerSwitch();
