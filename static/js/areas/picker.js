/**
 * The area picker of templates/areas/_picker.html: a combobox (name, pinyin, initials) above selects that follow each
 * other from province to village. Native selects, since every phone knows how to show them. Every picker on the page
 * is set up, also one that htmx brings in later.
 */
import { api } from "../core/page.js";

const LEVELS = ["province", "prefecture", "county", "township", "village"];
const TYPED_MS = 200;

class AreaPicker {
  constructor(root) {
    this.root = root;
    this.code = root.querySelector("[data-area-code]");
    this.levels = root.querySelector("[data-area-levels]");
    this.search = root.querySelector("[data-area-search]");
    this.results = root.querySelector("[data-area-results]");
    this.status = root.querySelector("[data-area-status]");
    this.downTo = LEVELS.indexOf(root.getAttribute("data-down-to"));
    this.found = [];
    this.active = -1;
    this.turn = 0;
    this.listen();
    this.code.disabled = false;
    root.querySelector("[data-area-body]").hidden = false;
    this.show(this.code.value);
  }

  words(name) {
    return this.root.getAttribute(`data-words-${name}`) || "";
  }

  get(path, query) {
    const parts = Object.keys(query || {})
      .filter((name) => query[name])
      .map((name) => `${name}=${encodeURIComponent(query[name])}`);
    const url = this.root.getAttribute("data-url") + path;
    return api("GET", parts.length > 0 ? `${url}?${parts.join("&")}` : url);
  }

  listen() {
    this.levels.addEventListener("change", (event) => this.chose(event.target));
    this.root.querySelector("[data-area-clear]").addEventListener("click", () => {
      this.show("").then(() => this.search.focus());
    });
    this.search.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), TYPED_MS);
    });
    this.search.addEventListener("keydown", (event) => this.key(event));
    this.search.addEventListener("blur", () => this.close());
    // The list must not take the focus away before the click is heard.
    this.results.addEventListener("mousedown", (event) => event.preventDefault());
    this.results.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.take(Number(option.getAttribute("data-index")));
    });
  }

  // ─── Step by step ───

  /** Draws the selects for a code: one for every level down to it, and one for what lies below. */
  async show(code) {
    const turn = ++this.turn;
    try {
      const path = code ? (await this.get(`/${code}`)).path : [];
      const lists = await Promise.all(
        [null].concat(path).map((area) => (this.mayGoBelow(area) ? this.get("", { within: area && area.code }) : null)),
      );
      if (turn !== this.turn) return;
      this.levels.textContent = "";
      lists.forEach((list, depth) => {
        if (list && list.areas.length > 0) this.addSelect(list.areas, path[depth]);
      });
      this.keep(path[path.length - 1] || null);
      this.status.textContent = "";
    } catch (refused) {
      if (turn !== this.turn) return;
      // A code that is no longer known is as good as none.
      if (code && refused.status === 404) this.show("");
      else this.status.textContent = this.words("failed");
    }
  }

  mayGoBelow(area) {
    return !area || (area.has_children && LEVELS.indexOf(area.level) < this.downTo);
  }

  addSelect(areas, chosen) {
    const select = document.createElement("select");
    const label = this.words(areas[0].level);
    select.className = "control";
    select.setAttribute("aria-label", label);
    select.required = this.root.hasAttribute("data-required") && this.levels.children.length === 0;
    select.appendChild(new Option(label, ""));
    areas.forEach((area) => {
      const option = new Option(area.name, area.code, false, Boolean(chosen) && chosen.code === area.code);
      option.area = area;
      select.appendChild(option);
    });
    this.levels.appendChild(select);
  }

  async chose(select) {
    while (select.nextElementSibling) select.nextElementSibling.remove();
    const option = select.options[select.selectedIndex];
    const above = select.previousElementSibling;
    const area = option.area || (above ? above.options[above.selectedIndex].area : null);
    this.keep(area);
    if (!option.area || !this.mayGoBelow(option.area)) return;
    const turn = ++this.turn;
    try {
      const list = await this.get("", { within: option.area.code });
      if (turn === this.turn && list.areas.length > 0) this.addSelect(list.areas, null);
    } catch (refused) {
      this.status.textContent = this.words("failed");
    }
  }

  keep(area) {
    const code = area ? area.code : "";
    const changed = this.code.value !== code;
    this.code.value = code;
    this.root.querySelector("[data-area-chosen]").hidden = !area;
    this.root.querySelector("[data-area-name]").textContent = area ? area.full_name : "";
    if (changed) this.code.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // ─── By typing ───

  async look() {
    const typed = this.search.value.trim();
    if (!typed) {
      this.close();
      return;
    }
    try {
      const answer = await this.get("", { q: typed });
      if (this.search.value.trim() !== typed) return;
      const offered = answer.areas.filter((area) => LEVELS.indexOf(area.level) <= this.downTo);
      this.offer(offered);
    } catch (refused) {
      this.status.textContent = this.words("failed");
    }
  }

  offer(areas) {
    this.found = areas;
    this.results.textContent = "";
    areas.forEach((area, index) => {
      const option = document.createElement("li");
      option.id = `${this.results.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("data-index", String(index));
      const name = document.createElement("strong");
      name.textContent = area.name;
      const where = document.createElement("span");
      where.textContent = area.full_name;
      option.appendChild(name);
      option.appendChild(where);
      this.results.appendChild(option);
    });
    if (areas.length === 0) {
      const none = document.createElement("li");
      none.className = "area-none";
      none.textContent = this.words("none");
      this.results.appendChild(none);
    }
    this.results.hidden = false;
    this.search.setAttribute("aria-expanded", "true");
    this.mark(areas.length > 0 ? 0 : -1);
    // On a phone the keyboard covers the lower half: the list must not open behind it.
    if (this.results.getBoundingClientRect().bottom > window.innerHeight) {
      this.search.scrollIntoView({ block: "center" });
    }
    this.status.textContent =
      areas.length > 0 ? this.words("found").replace("{number}", String(areas.length)) : this.words("none");
  }

  mark(index) {
    this.active = index;
    Array.from(this.results.children).forEach((option, at) => {
      option.setAttribute("aria-selected", at === index ? "true" : "false");
      if (at === index && option.scrollIntoView) option.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.search.removeAttribute("aria-activedescendant");
    else this.search.setAttribute("aria-activedescendant", `${this.results.id}-${index}`);
  }

  key(event) {
    const open = !this.results.hidden;
    if (event.key === "Enter") {
      // Enter in the search never sends the form that the picker stands in.
      event.preventDefault();
      if (open && this.active >= 0) this.take(this.active);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && open && this.found.length > 0) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.active + step + this.found.length) % this.found.length);
    }
  }

  take(index) {
    const area = this.found[index];
    this.search.value = "";
    this.close();
    this.show(area.code);
  }

  close() {
    this.results.hidden = true;
    this.search.setAttribute("aria-expanded", "false");
    this.search.removeAttribute("aria-activedescendant");
    this.active = -1;
  }
}

function start(within) {
  within.querySelectorAll("[data-area-picker]:not([data-ready])").forEach((root) => {
    root.setAttribute("data-ready", "");
    root.areaPicker = new AreaPicker(root);
  });
}

start(document);
document.addEventListener("htmx:load", (event) => start(event.target.parentElement || document));
