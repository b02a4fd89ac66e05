/* The browser's side of the desk.  A panel's HTML names what its buttons do:
     data-do="action"       call the page's action with the element's data-* (and its form's fields)
     data-confirm="text"    ask first
     data-tip="text"        shown on hover and focus
   Python answers with HTML for places by id; everything else here is looking, not deciding. */
window.nianbao = (() => {
  const root = document.documentElement;
  root.lang = "zh-CN";
  for (const [name, value] of [["language", "zh-CN"], ["languages", ["zh-CN", "zh"]]])
    Object.defineProperty(navigator, name, { get: () => value, configurable: true });

  /* who has signed in, and what is not theirs to do: the server refuses it, the page does not show it */
  let me = { name: "", roles: "", session: false, denied: {} };
  const known = fetch("./me").then(r => r.status === 401 ? location.reload() : r.json()).then(found => { me = found; greet(); }, () => {});
  const closed = name => (me.denied[name] || []).includes("show");

  const PAGES = ["review", "ask", "draft", "library", "rules", "settings"];
  const panels = {};
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const clean = text => text.replace(/[&<>"]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }[c]));

  /* ------------------------------------------------ light and dark, pages */
  function theme(choice) {
    if (choice) localStorage.setItem("nianbao-theme", choice);
    const saved = localStorage.getItem("nianbao-theme") || "";
    const dark = saved ? saved === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.body?.classList.toggle("dark", dark);
    const button = $("#nb-theme");
    if (button) button.textContent = dark ? "浅色显示" : "深色显示";
  }

  function page() {
    const [name, ...rest] = decodeURIComponent(location.hash.slice(1)).split("/");
    const open = PAGES.filter(p => !closed(p));
    return { name: open.includes(name) ? name : open[0], rest };
  }

  async function route() {
    await known;
    const { name, rest } = page();
    document.body.dataset.page = name;
    $$(".nb-nav").forEach(a => a.getAttribute("href") === "#" + name ? a.setAttribute("aria-current", "page") : a.removeAttribute("aria-current"));
    document.title = `${$(`.nb-nav[href="#${name}"]`)?.textContent.trim() || ""} · 年报`;
    const panel = panels[name];
    if (panel) panel.call("show", { path: rest });
    setTimeout(() => dispatchEvent(new Event("resize")), 30);
  }

  function greet() {
    const user = $("#nb-user");
    if (user && me.name) { user.hidden = false; $("b", user).textContent = me.name; $("b", user).title = me.roles; $$("span", user).forEach(e => { e.hidden = !me.session; }); }
    $$(".nb-nav").forEach(a => { a.hidden = closed(a.getAttribute("href").slice(1)); });
  }
  /* what on a page only others may do */
  function withhold(place, panel) {
    const denied = new Set(me.denied[panel] || []);
    const asks = e => e.dataset.do || e.dataset.action || e.dataset.change;
    if (denied.size) $$("[data-do],[data-action],[data-change]", place).forEach(e => { if (denied.has(asks(e))) e.hidden = true; });
  }

  /* ------------------------------------------------ notices, waiting */
  function toast(text, kind = "") {
    let box = $("#nb-toasts");
    if (!box) { box = document.createElement("div"); box.id = "nb-toasts"; box.setAttribute("role", "status"); box.setAttribute("aria-live", "polite"); document.body.append(box); }
    $$(".nb-toast", box).filter(n => n.textContent === text).forEach(n => n.remove());
    const note = document.createElement("div");
    note.className = "nb-toast " + kind;
    note.textContent = text;
    box.append(note);
    setTimeout(() => note.remove(), kind === "error" ? 9000 : 4000);
  }
  let waiting = 0;
  function busy(step) {
    waiting += step;
    let bar = $("#nb-busy");
    if (!bar) { bar = document.createElement("div"); bar.id = "nb-busy"; document.body.append(bar); }
    clearTimeout(bar.timer);
    if (waiting) bar.timer = setTimeout(() => bar.classList.add("on"), 180); else bar.classList.remove("on");
  }
  function save(file) {
    const bytes = Uint8Array.from(atob(file.content), c => c.charCodeAt(0));
    saveBlob(new Blob([bytes], { type: file.mime }), file.name);
  }
  function saveBlob(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }
  function ask(text) {
    return new Promise(done => {
      const dialog = document.createElement("dialog");
      dialog.className = "nb-dialog nb-panel";
      dialog.setAttribute("aria-label", "请确认");
      dialog.innerHTML = `<p>${clean(text)}</p><div class="nb-row"><span class="nb-spring"></span><button class="nb-button" value="no">取消</button><button class="nb-button primary" value="yes">确定</button></div>`;
      document.body.append(dialog);
      dialog.addEventListener("click", e => { const b = e.target.closest("button"); if (b) dialog.close(b.value); });
      dialog.addEventListener("close", () => { dialog.remove(); done(dialog.returnValue === "yes"); });
      dialog.showModal();
    });
  }

  /* ------------------------------------------------ calls */
  function fields(form) {
    const data = {};
    for (const [name, value] of new FormData(form)) data[name] = name in data ? [].concat(data[name], value) : value;
    return data;
  }
  /* what the pointer is down on: a list that is drawn anew between down and up would lose the click */
  let held = null;
  document.addEventListener("pointerdown", e => { held = e.target; }, true);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => setTimeout(() => { held = null; }), true);
  const unsaved = e => e.value !== e.defaultValue;
  function given(element) {
    const { do: action, confirm, tip, ...data } = element.dataset;
    const form = element.form || element.closest("form");
    return { ...(form ? fields(form) : {}), ...data, ...shownIn(element) };
  }
  /* the files of the list that is looked at, for what is done with those that it shows */
  function shownIn(element) {
    if (element.dataset.with !== "shown") return {};
    const rows = $$("tr[data-own]:not(.nb-hidden)").filter(r => r.getClientRects().length);
    return { items: [...new Set(rows.map(r => r.dataset.item).filter(Boolean))].join(" ") };
  }

  /* another window's: what it shows of the library is counted anew, unless somebody is at work there */
  const others = window.BroadcastChannel && new BroadcastChannel("nianbao");
  if (others) others.onmessage = () => { if (["ask", "library"].includes(page().name) && !$("dialog[open]") && !document.activeElement?.matches?.("input,textarea,select")) route(); };

  class Panel {
    constructor(host, server, upload, name) {
      Object.assign(this, { host, server, upload, name, pictures: new WeakMap(), asked: 0, drawn: {} });
      host.addEventListener("click", e => this.click(e));
      host.addEventListener("submit", e => { e.preventDefault(); const form = e.target; if (form.dataset.do) this.call(form.dataset.do, { ...fields(form), ...form.dataset, ...shownIn(form) }, false, form); });
      host.addEventListener("change", e => { if (e.target.dataset.picks) document.getElementById(e.target.dataset.picks).checked = true; const at = e.target.closest("[data-change]"); if (e.target.dataset.go !== undefined) location.hash = e.target.dataset.go + e.target.value; else if (at) this.call(at.dataset.change, { ...given(at), value: at.type === "checkbox" ? at.checked : at.value }); this.look(e); });
      host.addEventListener("input", e => this.look(e));
      host.addEventListener("keydown", e => this.key(e));
      host.addEventListener("scroll", e => { if (e.target.dataset?.keep) remember(e.target.closest("[data-remember]"), { scroll: e.target.scrollTop }); }, true);
    }
    async call(action, data = {}, quiet = false, form = null) {
      if (!quiet) busy(1);
      const nth = ++this.asked;
      try {
        const reply = await this.server.call({ ...data, do: action });
        if (!reply || typeof reply !== "object" || !("parts" in reply)) throw new Error("no reply");
        if (form && !reply.error) $$("textarea", form).forEach(t => { t.defaultValue = t.value; });  // taken: no longer what is being written
        this.apply(reply, quiet, nth);
        return reply;
      } catch (error) {
        const alive = await fetch("./me").catch(() => null);
        if (alive?.status === 401) location.reload();
        else if (!quiet) toast("连不上服务，或服务正在重启。请稍候再试。", "error");
        const empty = $(".nb-loading", this.host);
        if (empty) empty.innerHTML = '<p>没有打开。</p><button class="nb-button" data-local="retry">重试</button>';
        return null;
      } finally { if (!quiet) busy(-1); }
    }
    /* a reply that comes late draws over nothing that a later call has drawn */
    apply(reply, quiet, nth = ++this.asked) {
      for (const [id, html] of Object.entries(reply.parts)) {
        if (nth < (this.drawn[id] || 0) || quiet && document.getElementById(id)?.contains(held)) continue;
        this.drawn[id] = nth;
        this.put(id, html);
      }
      if (this.name === "ask" && reply.parts["nb-ask"]) setTimeout(toEnd, 30);
      if (reply.view) { const report = $("[data-report]", this.host); if (report) showView(report, reply.view); }
      if (reply.error) toast(reply.error, "error");
      if (reply.notice) toast(reply.notice);
      if (reply.file) save(reply.file);
      if (reply.changed) others?.postMessage("library");
      if (reply.data?.ask) askNow(reply.data.ask);
      if (reply.goto) { if (location.hash === "#" + reply.goto) route(); else location.hash = reply.goto; }
      if (reply.poll) { clearTimeout(this.timer); this.timer = setTimeout(() => this.call(reply.poll[0], {}, true), reply.poll[1]); }
    }
    put(id, html) {
      const place = document.getElementById(id);
      if (!place) return;
      const scrolls = $$("[data-keep]", place).map(e => [e.dataset.keep, e.scrollTop, e.scrollLeft]);
      const focused = place.contains(document.activeElement) ? document.activeElement : null;
      const focus = focused && (focused.id || focused.dataset.focus);
      const value = focused && "value" in focused ? focused.value : null;
      const typed = $$("textarea[id]", place).filter(unsaved).map(e => [e.id, e.defaultValue, e.value]);
      if (!(place.dataset.rowwise !== undefined && putRows(place, html))) place.innerHTML = html;
      for (const [id, before, text] of typed) {  // what is being written stays, unless another text came
        const again = document.getElementById(id);
        if (again?.defaultValue !== before) continue;
        again.value = text;
        const folded = again.closest("details");
        if (folded) folded.open = true;
      }
      for (const [key, top, left] of scrolls) { const e = $(`[data-keep="${key}"]`, place); if (e) { e.scrollTop = top; e.scrollLeft = left; } }
      if (focus) {
        const again = document.getElementById(focus) || $(`[data-focus="${CSS.escape(focus)}"]`, place);
        if (again) { if (value !== null && again.dataset.keepvalue !== undefined) again.value = value; again.focus({ preventScroll: true }); }
      }
      withhold(place, this.name);
      if (place.closest("[data-filterable]")) recall(place.closest("[data-filterable]"));
      $$("[data-filterable]", place).forEach(recall);
      $$("dialog[data-open]", place).forEach(d => { d.showModal(); $("input[autofocus]", d)?.select(); });
      $$("[contenteditable]", place).forEach(e => e.addEventListener("paste", tidyPaste));
      const report = $("[data-report]", place);
      if (report) this.openReport(report);
      else { const again = $('.nb-finding[data-picked="true"]', place); if (again) this.pick(again, true); }
    }
    async click(e) {
      const at = e.target.closest("[data-do],[data-local]");
      if (!at || !this.host.contains(at)) {
        const finding = e.target.closest(".nb-finding");
        if (finding && !e.target.closest("button,a,input,textarea,summary,blockquote")) this.pick(finding);
        const cell = e.target.closest(".nb-grid td[data-key]");
        const report = cell?.closest("[data-report]");
        if (report && $(".nb-findings", report)) this.call("cell", { ...report.dataset, key: cell.dataset.key });
        return;
      }
      if (at.tagName === "FORM") return;
      e.preventDefault();
      if (at.dataset.confirm && !await ask(at.dataset.confirm)) return;
      if (at.dataset.local) return local[at.dataset.local]?.(this, at, e);
      at.closest("dialog")?.close();
      if (at.ariaBusy === "true") return;
      at.ariaBusy = "true";
      const reply = await this.call(at.dataset.do, given(at));
      at.ariaBusy = null;
      if (reply?.data?.onward) this.onward(reply.data.picked);
    }
    look(e) {
      const at = e.target, scope = at.closest("[data-filterable]");
      if (at.dataset.filter === undefined || !scope) return;
      filter(at);
      remember(scope, { values: Object.fromEntries($$("[data-filter][id]", scope).map(c => [c.id, c.value])) });
    }
    key(e) {
      const at = e.target;
      if (e.key === "Enter" && at.matches?.("tr.open,td[data-key]")) { e.preventDefault(); at.click(); }
      if (at.matches?.(".nb-grid td[data-key]") && e.key.startsWith("Arrow")) moveCell(at, e);
      if (at.getAttribute?.("role") === "tab" && ["ArrowLeft", "ArrowRight"].includes(e.key)) {
        const tabs = $$('[role="tab"]', at.parentElement);
        const next = tabs[(tabs.indexOf(at) + (e.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
        next.focus(); next.click();
      }
    }

    /* ---------------------------------------------- giving files */
    async take(files, drop) {
      const list = [...files].filter(f => f.size !== undefined && !f.name.startsWith("."));
      if (!list.length) return;
      const status = $("[data-sending]", drop) || $("[data-sending]", this.host);
      const { action = "take", ...given } = drop?.dataset || {};
      const taken = [];
      let done = 0;
      for (const file of list) {
        if (status) status.textContent = `正在上传 ${++done} / ${list.length}：${file.name}`;
        try {
          const { path } = await this.upload(file);
          taken.push({ path, name: file.webkitRelativePath || file.relative || file.name });
        } catch (error) { toast(`上传失败：${file.name}（文件过大，或连接中断）`, "error"); }
      }
      if (status) status.textContent = "";
      if (taken.length) await this.call(action, { files: taken, ...given });
    }

    /* ---------------------------------------------- one report */
    openReport(report) {
      neighbours(report);
      if (!report.closest("dialog")) scrollTo(0, 0);
      const first = (report.dataset.first === "unread" && $(".nb-finding.unread", report)) || $('.nb-finding[data-picked="true"]', report) || $('.nb-finding[data-state="open"]:not(.nb-hidden)', report) || $(".nb-finding:not(.nb-hidden)", report);
      this.watchSheets(report);
      if (report.dataset.at) this.toPlace(report, JSON.parse(report.dataset.at));
      else if (first) { if (report.dataset.first === "unread") showView(report, "forms"); this.pick(first, true); }
    }
    watchSheets(report) {
      const watch = new IntersectionObserver(entries => entries.forEach(e => { if (e.isIntersecting) { watch.unobserve(e.target); this.picture(e.target); } }), { root: $(".nb-viewer .nb-pane", report), rootMargin: "600px" });
      $$(".nb-sheet[data-page]", report).forEach(sheet => watch.observe(sheet));
    }
    async picture(sheet) {
      if (sheet.dataset.loaded) return this.pictures.get(sheet);
      sheet.dataset.loaded = "1";
      const { item, page, source } = sheet.dataset;
      const load = this.call("picture", { item, page, source }, true);
      this.pictures.set(sheet, load);
      const reply = await load;
      if (!reply?.data) { sheet.dataset.loaded = ""; $(".wait", sheet).textContent = reply?.error || "这一页没有画出来"; return reply; }
      const { src, width, height, page: number } = reply.data;
      Object.assign(sheet.dataset, { width, height });
      const image = new Image();
      image.alt = `原件第 ${number} 页`;
      image.src = src;
      await image.decode().catch(() => {});
      $(".wait", sheet)?.replaceWith(image);
      return reply;
    }
    pick(finding, quiet = false) {
      const report = finding.closest("[data-report]");
      $$('.nb-finding[aria-current="true"]', report).forEach(f => f.removeAttribute("aria-current"));
      finding.setAttribute("aria-current", "true");
      if (!quiet) report.dataset.finding = finding.dataset.index;
      nearest(finding, finding.closest(".nb-pane"));
      const cells = (finding.dataset.cells || "").split(" ").filter(Boolean);
      const wrong = (finding.dataset.wrong ?? finding.dataset.cells ?? "").split(" ");
      $$(".nb-grid td.hit,.nb-grid td.hit-beside", report).forEach(td => td.classList.remove("hit", "hit-beside"));
      cells.forEach(key => $$(`.nb-grid td[data-key="${CSS.escape(key)}"]`, report).forEach(td => td.classList.add(wrong.includes(key) ? "hit" : "hit-beside")));
      const view = report.dataset.view, here = finding.dataset;
      if (cells.length) this.toCell(report, cells[0]);
      if (here.page || spansOf(report, here.quote, here.line).length) {
        if (!quiet && !(view === "forms" && cells.length)) showView(report, "source");
        this.toPlace(report, here);
      } else if (cells.length) {
        unmark(report);
        if (!quiet && view !== "forms") { showView(report, "forms"); this.toCell(report, cells[0]); }
      }
      if (!quiet && narrow.matches) $(".nb-viewer", report).scrollIntoView({ block: "start" });
    }
    /* after a decision: the next finding that waits for one, among those that are shown */
    onward(index) {
      const all = $$(".nb-finding", this.host), at = all.findIndex(f => Number(f.dataset.index) === index);
      const open = f => f.dataset.state === "open" && !f.classList.contains("nb-hidden");
      const next = all.slice(at + 1).find(open) || all.find(open);
      if (next) this.pick(next);
      else toast($('[id$="nb-next"]:not([hidden])', this.host) ? "这份报告的问题都处理完了，按 ] 看下一份。" : "这份报告的问题都处理完了。");
    }
    /* all of these boxes, [page, box] each, the first of them in sight */
    async toBoxes(report, boxes, turn) {
      const pages = [...new Set(boxes.map(([page]) => page))];
      const sheets = new Map(pages.map(page => [page, $(`.nb-sheet[data-page="${page}"]`, report)]));
      for (const page of pages) {
        const sheet = sheets.get(page);
        if (!sheet) continue;
        if (page === pages[0]) into(sheet, sheet.closest(".nb-pane"), "start");
        if (!sheet.dataset.width) await (this.pictures.get(sheet) || this.picture(sheet));
        if (!sheet.dataset.width || report.turn !== turn) return;
        boxes.filter(([p]) => p === page).forEach(([, box], i) => frame(sheet, box, page === pages[0] && !i));
      }
    }
    toCell(report, key) {
      const cell = $(`.nb-grid td[data-key="${CSS.escape(key)}"]`, report);
      if (cell) into(cell, cell.closest(".nb-pane"));
    }
    async toPlace(report, at) {
      const turn = report.turn = (report.turn || 0) + 1;
      unmark(report);
      if (at.boxes) return this.toBoxes(report, JSON.parse(at.boxes), turn);
      let sheet = at.page && $(`.nb-sheet[data-page="${at.page}"]`, report);
      if (sheet) {
        into(sheet, sheet.closest(".nb-pane"), "start");
        const drawn = s => s.dataset.width || this.pictures.get(s) || this.picture(s);
        const { item, n, source } = report.dataset, { page, bbox, quote } = at;
        const [said] = await Promise.all([
          quote && this.call("said", { item, n, source, page, bbox, quote }, true),
          drawn(sheet)]);
        const found = said?.data?.boxes.length ? said.data : { page, boxes: bbox ? [bbox.split(",").map(Number)] : [] };
        sheet = $(`.nb-sheet[data-page="${found.page}"]`, report);
        await drawn(sheet);
        if (!sheet.dataset.width || report.turn !== turn) return;
        const { boxes } = found;
        boxes.forEach((box, i) => frame(sheet, box, !i));
        return;
      }
      const spans = spansOf(report, at.quote, at.line);
      if (spans.length) {
        markSpans(spans, at.found);
        into(spans[0][0], spans[0][0].closest(".nb-pane"));
      } else if (at.cell) {
        $(`.nb-grid td[data-key="${CSS.escape(at.cell)}"]`, report)?.classList.add("hit");
        this.toCell(report, at.cell);
      }
    }
  }

  function unmark(report) {
    $$(".nb-frame", report).forEach(f => f.remove());
    $$(".nb-line.hit", report).forEach(l => l.classList.remove("hit"));
    $$("mark", report).reverse().forEach(m => { const text = m.parentNode; m.replaceWith(...m.childNodes); text.normalize(); });
  }
  function frame(sheet, [x0, top, x1, bottom], first) {
    const width = Number(sheet.dataset.width), height = Number(sheet.dataset.height);
    const box = document.createElement("div");
    box.className = "nb-frame pulse";
    const pad = 2.5;
    box.style.left = `${(x0 - pad) / width * 100}%`;
    box.style.top = `${(top - pad) / height * 100}%`;
    box.style.width = `${(x1 - x0 + 2 * pad) / width * 100}%`;
    box.style.height = `${(bottom - top + 2 * pad) / height * 100}%`;
    sheet.append(box);
    if (first) requestAnimationFrame(() => into(box, sheet.closest(".nb-pane")));
  }
  const narrow = matchMedia("(max-width: 1000px)");
  function into(element, pane, block = "center") {
    if (!pane || !element.getClientRects().length) return;
    const a = element.getBoundingClientRect(), b = pane.getBoundingClientRect();
    const offset = block === "start" ? 10 : Math.max(10, (b.height - a.height) / 2);
    pane.scrollTop += a.top - b.top - offset;
    if (a.left < b.left || a.right > b.right) pane.scrollLeft += a.left - b.left - 40;
  }
  function nearest(element, pane) {
    const a = element.getBoundingClientRect(), b = pane.getBoundingClientRect();
    if (a.top < b.top || a.height > b.height) pane.scrollTop += a.top - b.top;
    else if (a.bottom > b.bottom) pane.scrollTop += a.bottom - b.bottom;
  }
  /* where a quote stands in an original's lines, from line `number` on: a piece of each line it runs
     through, [line, from, to]; of a quote that is not there whole its longest line, its beginning */
  const folded = text => text.normalize("NFKC").replace(/\s+/g, "");
  const piecesOf = quote => [quote, ...quote.split("\n").filter(p => p.trim().length > 5).sort((a, b) => b.length - a.length), quote.slice(0, 12)].map(folded).filter(Boolean);
  function spansOf(report, quote, number) {
    const lines = $$(".nb-line", report), named = lines.findIndex(l => number && l.dataset.line === String(number));
    const marks = [];
    for (const line of lines.slice(Math.max(0, named))) [...$("span", line).textContent].reduce((at, mark) => { for (const f of folded(mark)) marks.push([f, line, at, at + mark.length]); return at + mark.length; }, 0);
    const text = marks.map(m => m[0]).join("");
    for (const piece of piecesOf(quote || "")) {
      const at = text.indexOf(piece), spans = new Map();
      if (at < 0) continue;
      for (const [, line, from, to] of marks.slice(at, at + piece.length)) spans.set(line, [spans.get(line)?.[0] ?? from, to]);
      return [...spans].map(([line, [from, to]]) => [line, from, to]);
    }
    return named < 0 ? [] : [[lines[named], 0, 0]];
  }
  /* the quote marked, and in it, or in its line, the very words that the finding is about */
  function markSpans(spans, words) {
    for (const [line, from, to] of spans) { line.classList.add("hit"); if (to > from) markRange($("span", line).firstChild, from, to); }
    const bounds = words && new RegExp(`(?<![\\d.])${words.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\d.])`, "g");
    const places = spans.map(([line]) => $("mark", line) || $("span", line)).flatMap(e => bounds && e.firstChild ? [...e.textContent.matchAll(bounds)].map(m => [e.firstChild, m.index]) : []);
    if (places.length === 1) markRange(places[0][0], places[0][1], places[0][1] + words.trim().length, "exact");
  }
  function markRange(text, from, to, kind = "") {
    const range = document.createRange(), mark = document.createElement("mark");
    range.setStart(text, from);
    range.setEnd(text, to);
    mark.className = kind;
    range.surroundContents(mark);
  }
  function moveCell(cell, e) {
    const row = cell.parentElement, cells = $$("td[data-key]", row), at = cells.indexOf(cell);
    const rows = $$("tr", cell.closest("table")).filter(r => $("td[data-key]", r)), r = rows.indexOf(row);
    const target = { ArrowLeft: cells[at - 1], ArrowRight: cells[at + 1], ArrowUp: rows[r - 1] && $$("td[data-key]", rows[r - 1])[at], ArrowDown: rows[r + 1] && $$("td[data-key]", rows[r + 1])[at] }[e.key];
    if (target) { e.preventDefault(); cell.tabIndex = -1; target.tabIndex = 0; target.focus(); }
  }
  function showView(report, view) {
    $$('[role="tab"][data-view]', report).forEach(t => { const on = t.dataset.view === view; t.setAttribute("aria-selected", on); t.tabIndex = on ? 0 : -1; });
    $$("[data-viewpane]", report).forEach(p => { p.hidden = p.dataset.viewpane !== view; });
    report.dataset.view = view;
  }

  /* a long list drawn anew: only the rows that have changed are put in */
  function putRows(place, html) {
    const body = $("tbody", place), made = document.createElement("template");
    made.innerHTML = html;
    const fresh = [...$$("tbody > tr", made.content)], head = $("thead", made.content);
    if (!body || !fresh.length || head.textContent !== $("thead", place).textContent) return false;
    const known = new Map([...body.rows].map(row => [row.dataset.key, row]));
    for (const row of fresh) {
      row.source = row.outerHTML;
      const old = known.get(row.dataset.key);
      if (old?.source === row.source) body.append(old);
      else { body.append(row); old?.remove(); }
      known.delete(row.dataset.key);
    }
    known.forEach(row => row.remove());
    return true;
  }
  /* filters, sorting: what a list shows, never what it holds */
  function filter(control) {
    const scope = control.closest("[data-filterable]");
    if (!scope) return;
    const wanted = $$("[data-filter]", scope).map(c => [c.dataset.filter, c.type === "checkbox" ? (c.checked ? c.value : "") : c.value.trim().toLowerCase()]).filter(([, v]) => v);
    let shown = 0;
    $$("[data-row]", scope).forEach(row => {
      const ok = wanted.every(([name, value]) => name === "text" ? value.split(/\s+/).every(w => row.textContent.toLowerCase().includes(w)) : (row.dataset[name] || "").toLowerCase().split(" ").includes(value.toLowerCase()));
      row.classList.toggle("nb-hidden", !ok);
      shown += ok;
    });
    const open = wanted.some(([name]) => name === "text");
    $$("details[data-branch]", scope).forEach(d => { d.classList.toggle("nb-hidden", !$("[data-row]:not(.nb-hidden)", d)); if (open) d.open = true; });
    $$("[data-shown]", scope).forEach(e => { e.textContent = shown; });
    $$("[data-total]", scope).forEach(e => { e.textContent = $$("[data-row]", scope).length; });
    $$('[data-local="only"]', scope).forEach(b => b.setAttribute("aria-pressed", String($(`[data-filter="${b.dataset.of}"]`, scope).value === b.dataset.value)));
    $$("[data-none]", scope).forEach(e => { e.hidden = shown > 0; });
  }
  function sort(th, down) {
    const table = th.closest("table"), body = table.tBodies[0];
    const column = [...th.parentElement.children].indexOf(th);
    $$("th", table).forEach(h => h.removeAttribute("aria-sort"));
    th.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keys = new Map([...body.rows].map(row => [row, sortKey(row, column)]));
    const order = new Intl.Collator("zh-CN", { numeric: true });
    const rows = [...body.rows].sort((a, b) => (down ? -1 : 1) * order.compare(keys.get(a), keys.get(b)));
    if (rows.some((row, i) => row !== body.rows[i])) body.append(...rows);
    remember(th.closest("[data-remember]"), { sort: [column, down] });
  }
  /* of a cell that spans columns, too */
  function sortKey(row, column) {
    let at = 0;
    for (const cell of row.cells) { at += cell.colSpan; if (at > column) return cell.dataset.sort ?? cell.textContent.trim(); }
    return "";
  }

  /* how each list was looked at (filters, order, place), so that it is found again as it was left */
  const memory = JSON.parse(sessionStorage.getItem("nianbao-lists") || "{}");
  function remember(scope, seen) {
    const name = scope?.dataset.remember;
    if (!name) return;
    const order = $$("tr.open:not(.nb-hidden)", scope).map(row => [row.dataset.item, row.dataset.n || "0"]);
    memory[name] = { ...memory[name], order, ...seen };
    sessionStorage.setItem("nianbao-lists", JSON.stringify(memory));
  }
  function recall(scope) {
    const seen = memory[scope.dataset.remember] || {};
    for (const [id, value] of Object.entries(seen.values || {})) { const control = document.getElementById(id); if (control && control !== document.activeElement) control.value = value; }
    const control = $("[data-filter]", scope), list = $("[data-keep]", scope);
    if (control) filter(control);
    if (seen.sort) { const th = $$("th", scope)[seen.sort[0]]; if (th) sort(th, seen.sort[1]); }
    if (list && seen.scroll) list.scrollTop = seen.scroll;
    remember(scope, {});
  }
  /* 上一份 and 下一份 follow the list as it was last looked at */
  function neighbours(report) {
    const order = memory[report.dataset.source]?.order || [];
    const at = order.findIndex(([item, n]) => item === report.dataset.item && n === report.dataset.n);
    if (at < 0) return;
    for (const [id, to] of [["nb-previous", order[at - 1]], ["nb-next", order[at + 1]]]) {
      const button = $(`[id$="${id}"]`, report);
      if (!button) continue;
      button.hidden = !to;
      if (to) [button.dataset.item, button.dataset.n] = to;
    }
    const place = $("[data-nth]", report);
    if (place) place.textContent = `${at + 1} / ${order.length}`;
  }

  /* pasted tables keep their cells and lose everything else */
  function tidyPaste(e) {
    const html = e.clipboardData?.getData("text/html");
    if (!html) return;
    e.preventDefault();
    const pasted = new DOMParser().parseFromString(html, "text/html");
    pasted.querySelectorAll("script,style,link,meta,img,iframe,object,svg").forEach(n => n.remove());
    pasted.querySelectorAll("*").forEach(n => [...n.attributes].forEach(a => ["colspan", "rowspan"].includes(a.name) || n.removeAttribute(a.name)));
    const range = getSelection().getRangeAt(0);
    range.deleteContents();
    range.insertNode(range.createContextualFragment(pasted.body.innerHTML));
    range.collapse(false);
  }

  async function walk(entry, prefix = "") {
    if (entry.isFile) return new Promise(done => entry.file(f => { f.relative = prefix + f.name; done([f]); }, () => done([])));
    const reader = entry.createReader(), found = [];
    for (;;) {
      const batch = await new Promise(done => reader.readEntries(done, () => done([])));
      if (!batch.length) return found;
      for (const child of batch) found.push(...await walk(child, `${prefix}${entry.name}/`));
    }
  }

  const local = {
    pick: (panel, at) => panel.pick(at.closest(".nb-finding")),
    view: (panel, at) => { const report = at.closest("[data-report]"); showView(report, at.dataset.view); const now = $('.nb-finding[aria-current="true"]', report); if (now) panel.pick(now, true); if (narrow.matches) $(".nb-viewer", report).scrollIntoView({ block: "start" }); },
    files: (panel, at) => at.parentElement.querySelector(at.dataset.which).click(),
    toggle: (panel, at) => { const target = document.getElementById(at.dataset.target); target.hidden = !target.hidden; at.setAttribute("aria-expanded", !target.hidden); if (!target.hidden) $("[contenteditable],input,textarea", target)?.focus(); },
    paste: (panel, at) => { const box = $("#" + at.dataset.target, panel.host); panel.call("paste", { html: box.innerHTML, text: box.innerText, ...given(at) }); },
    retry: () => route(),
    sort: (panel, at) => { const th = at.closest("th"), now = th.getAttribute("aria-sort"), down = th.matches(".nb-num,[data-down]"); sort(th, now === "none" || !now ? down : now === "ascending"); },
    close: (panel, at) => at.closest("dialog").close(),
    note: (panel, at) => { const box = $(".note", at.closest(".nb-finding")); box.hidden = !box.hidden; if (!box.hidden) $("input", box).focus(); },
    only: (panel, at) => { const box = $(`[data-filter="${at.dataset.of}"]`, at.closest("[data-filterable]")); box.value = box.value === at.dataset.value ? "" : at.dataset.value; panel.look({ target: box }); },
    chart: (panel, at) => chartPicture(at),
    copy: (panel, at) => { const from = document.getElementById(at.dataset.target); navigator.clipboard?.writeText(from.value ?? from.innerText).then(() => toast("已复制。"), () => toast("浏览器不许复制，请选中后按 Ctrl+C。", "error")); },
    check: (panel, at) => { const on = at.dataset.value === "on"; $$(`input[name="${at.dataset.name}"]`, at.closest("form,[data-filterable],.nb-card")).forEach(c => { if (!c.closest(".nb-hidden")) c.checked = on; }); },
    ask: (panel, at) => askNow(at.dataset.question),
    cited: (panel, at) => { const source = $(`.nb-source[data-number="${at.dataset.number}"]`, at.closest(".nb-turn")); source?.click(); },
    unread: (panel, at) => { const report = at.closest("[data-report]"); showView(report, "forms"); const row = $(".nb-finding.unread", report); if (row) panel.pick(row); },
    up: (panel, at) => $(".nb-findings", at.closest("[data-report]")).scrollIntoView({ block: "start" }),
    keys: (panel, at) => $('[id$="nb-keys"]', at.closest("[data-report]")).showModal(),
    jump: (panel, at) => { at.closest("dialog")?.close(); const own = at.closest(".nb-finding"); if (own) panel.pick(own); const report = at.closest("[data-report]"); showView(report, "source"); panel.toPlace(report, at.dataset); },
  };

  /* the line to type in is Gradio's own: fill it and press its button */
  function askNow(question) {
    const box = $("#ask-box textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => $("#ask-send").click(), 60);
  }
  function toEnd() {
    const last = document.body.dataset.page === "ask" && $$(".nb-turn").pop();
    if (last) last.scrollIntoView({ block: last.offsetHeight > innerHeight - 160 ? "start" : "end" });
  }

  /* a chart as a picture for a slide: white ground, twice its size */
  function chartPicture(button) {
    const svg = $("svg", button.closest("figure")), copy = svg.cloneNode(true);
    const { width, height } = svg.viewBox.baseVal;
    const style = getComputedStyle(document.documentElement);
    const text = new XMLSerializer().serializeToString(copy).replace(/var\((--[\w-]+)\)/g, (_, name) => light(name) || style.getPropertyValue(name).trim());
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#ffffff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(blob => saveBlob(blob, `${button.dataset.name}.png`), "image/png");
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
  }
  const light = name => ({ "--nb-ink": "#1b2026", "--nb-muted": "#565f6a", "--nb-line": "#dcd9d0", "--nb-surface": "#ffffff" }[name]);

  /* ------------------------------------------------ the keyboard of a report */
  const typing = e => e.target.closest?.("input,textarea,select,[contenteditable=true]");
  document.addEventListener("keydown", e => {
    if (e.key === "/" && !typing(e) && !e.ctrlKey) { const box = $$('[data-filter="text"],[data-find]').find(b => b.getClientRects().length); if (box) { e.preventDefault(); box.focus(); } }
    if (typing(e) || e.ctrlKey || e.metaKey || e.altKey || $("dialog[open]")) return;
    const panel = panels[document.body.dataset.page], report = panel && $("[data-report]", panel.host);
    if (!report) { if (panel && { j: 1, k: 1 }[e.key] && toRow(panel.host, e.key === "j" ? 1 : -1)) e.preventDefault(); return; }
    const shown = $$(".nb-finding:not(.nb-hidden)", report);
    const now = $('.nb-finding[aria-current="true"]', report), at = shown.indexOf(now);
    const press = selector => { const b = now && $(selector, now); if (b) { b.click(); return true; } };
    const move = step => { const next = shown[Math.min(shown.length - 1, Math.max(0, at + step))]; if (next) { panel.pick(next); return true; } };
    const did = {
      j: () => move(1), ArrowDown: () => !e.target.closest(".nb-grid") && move(1), k: () => move(-1), ArrowUp: () => !e.target.closest(".nb-grid") && move(-1),
      1: () => press('[data-verdict="confirmed"]'), 2: () => press('[data-verdict="dismissed"]'), 0: () => press('[data-verdict="none"]'), n: () => press('[data-local="note"]'), b: () => press('[data-do="bulk"]'), z: () => { panel.call("uncorrect", { ...report.dataset }); return true; },
      t: () => $('[role="tab"][data-view="forms"]', report)?.click() ?? true, o: () => $('[role="tab"][data-view="source"]', report)?.click() ?? true,
      "[": () => $('[id$="nb-previous"]:not([hidden])', report)?.click() ?? true, "]": () => $('[id$="nb-next"]:not([hidden])', report)?.click() ?? true, "?": () => $('[id$="nb-keys"]', report)?.showModal() ?? true,
    }[e.key]?.();
    if (did) e.preventDefault();
  });

  /* in a list: to the next row's or the last row's name, for Enter to open */
  function toRow(host, step) {
    const rows = $$("tr.open:not(.nb-hidden) button.link", host).filter(b => b.getClientRects().length);
    const at = rows.indexOf(document.activeElement);
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
    next?.focus();
    return !!next;
  }

  /* ------------------------------------------------ reasons on hover and focus */
  let tip;
  function showTip(at) {
    tip?.remove();
    tip = null;
    if (!at) return;
    tip = document.createElement("div");
    tip.className = "nb-tip";
    tip.setAttribute("role", "tooltip");
    tip.textContent = at.dataset.tip;
    document.body.append(tip);
    const r = at.getBoundingClientRect(), t = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(innerWidth - t.width - 8, r.left))}px`;
    tip.style.top = `${r.bottom + t.height + 12 < innerHeight ? r.bottom + 6 : r.top - t.height - 6}px`;
  }
  document.addEventListener("mouseover", e => showTip(e.target.closest?.("[data-tip]")));
  document.addEventListener("focusin", e => showTip(e.target.closest?.("[data-tip]")));
  document.addEventListener("focusout", () => showTip(null));

  /* ------------------------------------------------ dropped files */
  /* beside the box counts as in the page's first box: a browser would leave the page to show the file */
  const dropOf = e => e.target.closest?.(".nb-drop") || $$(".nb-drop").find(d => d.getClientRects().length && !d.dataset.action);
  const filed = e => [...e.dataTransfer?.types || []].includes("Files");
  const over = drop => $$(".nb-drop.over").forEach(d => d === drop || d.classList.remove("over"));
  for (const name of ["dragenter", "dragover"]) document.addEventListener(name, e => { if (!filed(e)) return; const d = dropOf(e); e.preventDefault(); over(d); d?.classList.add("over"); });
  document.addEventListener("dragleave", e => { if (!e.relatedTarget) over(); });
  document.addEventListener("drop", async e => {
    if (!filed(e)) return;
    const drop = dropOf(e);
    e.preventDefault();
    over();
    if (!drop) return toast("这里不收文件，请到审查清单或资料库再拖入。", "error");
    const panel = Object.values(panels).find(p => p.host.contains(drop));
    const entries = [...e.dataTransfer.items].map(i => i.webkitGetAsEntry?.()).filter(Boolean);
    const files = entries.length ? (await Promise.all(entries.map(entry => walk(entry)))).flat() : e.dataTransfer.files;
    panel?.take(files, drop);
  });
  document.addEventListener("change", e => {
    if (!e.target.matches?.(".nb-drop input[type=file]")) return;
    const panel = Object.values(panels).find(p => p.host.contains(e.target));
    panel?.take(e.target.files, e.target.closest(".nb-drop")).then(() => { e.target.value = ""; });
  });

  addEventListener("hashchange", route);
  addEventListener("beforeunload", e => { if ($$("textarea[id]").filter(t => t.closest(".nb-panel")).some(unsaved)) e.preventDefault(); });
  document.addEventListener("DOMContentLoaded", () => theme());
  document.addEventListener("click", e => {
    $$("details.nb-menu[open]").forEach(d => { if (!d.contains(e.target) || e.target.closest("div button")) d.open = false; });
    if (e.target.closest?.("#nb-theme")) theme(document.body.classList.contains("dark") ? "light" : "dark");
  });

  return {
    mount(host, server, upload, name) {
      panels[name] = new Panel(host, server, upload, name);
      theme();
      greet();
      known.then(() => { if (page().name === name) route(); });
    },
    panels, toast, call: (name, action, data) => panels[name]?.call(action, data),
  };
})();
