// SPDX-License-Identifier: Apache-2.0
"use strict";

// Everything shown is set as text or as a number: nothing that the job sends is read as markup.

const MINUTE = 60_000;
const SPANS = [60, 120, 180];
const SILENT_MILLIS = 10_000;
const RETRY_MILLIS = 3_000;
const TYPES = ["view", "click", "like", "add_to_cart", "purchase", "login", "login_failed", "logout"];

const $ = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const short = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const iso = (millis) => new Date(millis).toISOString();
const clock = (millis) => iso(millis).slice(11, 19);
const hour = (millis) => iso(millis).slice(11, 16);
const day = (millis) => {
  const date = new Date(millis);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
};

function length(millis) {
  const units = [["d", 86_400_000], ["h", 3_600_000], ["min", MINUTE], ["s", 1000]];
  const first = units.findIndex(([, size]) => millis >= size);
  if (first < 0) {
    return millis > 0 ? `${Math.round(millis)} ms` : "0 s";
  }
  const [name, size] = units[first];
  const large = Math.floor(millis / size);
  const next = units[first + 1];
  const rest = next ? Math.floor((millis % size) / next[1]) : 0;
  return `${whole.format(large)} ${name}${rest ? ` ${rest} ${next[0]}` : ""}`;
}

function text(id, value) {
  const element = $(id);
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

function make(tag, className, content) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (content !== undefined) {
    element.textContent = content;
  }
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

function draw(tag, attributes, content) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  if (content !== undefined) {
    element.textContent = content;
  }
  return element;
}

/** Shows the items in their order and keeps the elements of those that stay, and so the focus. */
function show(parent, items, keyOf, create, update) {
  const kept = new Map();
  for (const child of [...parent.children]) {
    kept.set(child.dataset.key, child);
  }
  const keys = new Set(items.map(keyOf));
  for (const [key, child] of kept) {
    if (!keys.has(key)) {
      child.remove();
    }
  }
  let at = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let element = kept.get(key);
    if (!element) {
      element = create(item);
      element.dataset.key = key;
    }
    if (update) {
      update(element, item);
    }
    if (element === at) {
      at = at.nextElementSibling;
    } else {
      parent.insertBefore(element, at);
    }
  }
  const empty = $(`${parent.id}-empty`);
  if (empty) {
    empty.hidden = items.length > 0;
  }
}

function cell(content, className) {
  return make("td", className, content);
}

function userCell(id) {
  const button = make("button", "", id);
  button.type = "button";
  button.dataset.user = id;
  button.title = `Show user ${id}`;
  const td = cell();
  td.append(button);
  return td;
}

// ---- state ----------------------------------------------------------------------------------

let state = {};
let lost = false;
let heard = Date.now();
let fresh = false;

function render() {
  const known = state.counts !== undefined;
  const status = lost ? "lost" : !known ? "waiting" : state.ended ? "ended" : "running";
  document.body.dataset.state = status;
  const words = {
    waiting: "Waiting for the job",
    running: "Running",
    ended: "Job ended, all numbers are final",
    lost: "Connection lost",
  };
  text("status", words[status]);
  document.title = known ? `Storefront · ${words[status].toLowerCase()}` : "Storefront";
  const notice = $("notice");
  notice.hidden = !lost;
  text(
    "notice",
    lost
      ? `Nothing heard since ${new Date(heard).toLocaleTimeString()}. Trying again; what is shown is what was received last.`
      : "",
  );
  if (known) {
    renderFigures();
    renderChart();
    renderTop();
    renderAlerts();
    renderSessions();
    renderStreams();
  }
}

function renderFigures() {
  const mark = state.watermarkMillis;
  const last = state.minutes[state.minutes.length - 1];
  text("rate", whole.format(state.perSecond));
  text("read", state.read ? `${whole.format(state.read)} read, ${whole.format(state.rejected)} rejected` : "no line read yet");
  text("event-time", mark === undefined ? "none yet" : `${day(mark)} ${iso(mark).slice(0, 4)}, ${clock(mark)} UTC`);
  text("lag", mark === undefined || state.ended ? "–" : length(Math.max(0, state.lagMillis)));
  text(
    "lag-of",
    mark === undefined
      ? "no watermark yet"
      : state.ended
        ? `stood at ${day(mark)}, ${clock(mark)}`
        : state.lagMillis > 86_400_000
          ? "behind this clock: a replay"
          : "behind this clock",
  );
  text("revenue", cents.format(state.revenue));
  text("revenue-last", last ? `${cents.format(last.revenue)} at ${hour(last.windowStartMillis)}` : "no purchase yet");
  text("orders", whole.format(state.orders));
  text("average", state.orders ? `${cents.format(state.revenue / state.orders)} on average` : "no purchase yet");
  text("open", whole.format(state.openSessions));
  text("closed", whole.format(state.closedSessions));
  text("closed-of", state.sessions.length ? `last event at ${clock(state.sessions[0].endMillis)}` : "none written yet");
  text("alert-count", whole.format(state.counts.alerts ?? 0));
  text("alert-last", state.alerts.length ? `${state.alerts[0].ruleId}, ${clock(state.alerts[0].timestampMillis)}` : "none so far");
  renderSpark();
}

function renderSpark() {
  const rates = state.rates ?? [];
  const most = Math.max(1, ...rates);
  const width = 119;
  const first = width + 1 - rates.length;
  const line = rates.map((rate, i) => `${first + i},${(21 - (rate / most) * 19).toFixed(1)}`).join("L");
  const spark = $("spark");
  spark.setAttribute("viewBox", `0 0 ${width} 22`);
  spark.replaceChildren(
    ...(rates.length > 1
      ? [draw("path", { class: "area", d: `M${first},22L${line}L${width},22z` }), draw("path", { class: "trace", d: `M${line}` })]
      : []),
  );
}

// ---- chart ----------------------------------------------------------------------------------

let chosen = null; // the start of the minute under the pointer or the keys, null for the last one
let scale = null; // how the chart that is drawn maps minutes to the screen

/** The steps of an axis: up to three above zero, at 1, 2 or 5 times a power of ten. */
function steps(most) {
  const rough = Math.max(most, 1e-9) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const found = [];
  for (let value = 0; value < most + step; value += step) {
    found.push(value);
    if (value >= most) {
      break;
    }
  }
  return found;
}

function bars(minutes, value, box, x, thick) {
  const path = [];
  for (const minute of minutes) {
    const tall = Math.max(1, (value(minute) / box.most) * box.height);
    path.push(`M${x(minute.windowStartMillis).toFixed(1)} ${box.bottom}v${-tall.toFixed(1)}h${thick}v${tall.toFixed(1)}z`);
  }
  return path.join("");
}

function renderChart() {
  const minutes = state.minutes;
  $("chart-empty").hidden = minutes.length > 0;
  const plot = $("plot");
  const width = plot.clientWidth;
  const height = plot.clientHeight;
  if (!minutes.length || !width) {
    plot.replaceChildren();
    scale = null;
    text("readout", "");
    return;
  }
  const end = minutes[minutes.length - 1].windowEndMillis;
  const covered = (end - minutes[0].windowStartMillis) / MINUTE;
  const span = SPANS.find((n) => n >= covered) ?? SPANS[SPANS.length - 1];
  const start = covered <= span ? minutes[0].windowStartMillis : end - span * MINUTE;
  const shown = minutes.filter((minute) => minute.windowStartMillis >= start);
  const left = 48;
  const right = 4;
  const step = (width - left - right) / span;
  const x = (millis) => left + ((millis - start) / MINUTE) * step;
  const thick = Math.max(1, step - (step > 3 ? 1 : 0.4)).toFixed(1);
  const axis = 20;
  const between = 16;
  const small = Math.round((height - axis - between) * 0.28);
  const upper = { top: 6, height: height - axis - between - small - 6 };
  upper.bottom = upper.top + upper.height;
  const lower = { height: small, bottom: height - axis, top: height - axis - small };
  const parts = [];

  for (const [box, value, name] of [[upper, (m) => m.revenue, "revenue"], [lower, (m) => m.orders, "orders"]]) {
    const marks = steps(Math.max(...shown.map(value)));
    box.most = marks[marks.length - 1];
    const labelled = name === "orders" ? [0, marks.length - 1] : marks.map((_, i) => i);
    for (const i of labelled) {
      const y = Math.round(box.bottom - (marks[i] / box.most) * box.height) + 0.5;
      parts.push(draw("line", { class: i ? "grid" : "base", x1: left, x2: width - right, y1: y, y2: y }));
      parts.push(draw("text", { class: "tick", x: left - 6, y: y + 3.5, "text-anchor": "end" }, short.format(marks[i])));
    }
    parts.push(draw("path", { class: `bars-${name}`, d: bars(shown, value, box, x, thick) }));
  }
  const every = [5, 10, 15, 30, 60].find((n) => n * step >= 62) ?? 60;
  for (let t = Math.ceil(start / (every * MINUTE)) * every * MINUTE; t < start + span * MINUTE; t += every * MINUTE) {
    const label = hour(t) === "00:00" ? day(t) : hour(t);
    parts.push(draw("text", { class: "tick", x: x(t), y: height - 5, "text-anchor": x(t) < left + 14 ? "start" : x(t) > width - 18 ? "end" : "middle" }, label));
  }
  scale = { start, end, left, step, byStart: new Map(shown.map((m) => [m.windowStartMillis, m])), last: shown[shown.length - 1] };
  if (chosen !== null && (chosen < start || chosen >= end)) {
    chosen = null;
  }
  if (chosen !== null) {
    parts.unshift(draw("rect", { class: "cursor", x: x(chosen) - 0.5, y: 0, width: Math.max(step, 3), height: lower.bottom }));
  }
  plot.replaceChildren(...parts);
  $("chart").setAttribute(
    "aria-label",
    `Revenue and orders per minute, ${shown.length} minutes with purchases up to ${hour(end)}. Arrow keys read single minutes.`,
  );
  readout();
  if ($("minutes").open) {
    renderTable();
  }
}

function readout() {
  const at = chosen ?? scale.last.windowStartMillis;
  const minute = scale.byStart.get(at);
  const parts = [`${chosen === null ? "latest, " : ""}${hour(at)}–${hour(at + MINUTE)}: `];
  if (minute) {
    const bold = (content) => make("b", "", content);
    parts.push(bold(cents.format(minute.revenue)), ` revenue, `, bold(whole.format(minute.orders)), minute.orders === 1 ? " order" : " orders", `, average `, bold(cents.format(minute.average)));
  } else {
    parts.push("no purchases");
  }
  $("readout").replaceChildren(...parts);
}

function renderTable() {
  show(
    $("minute-rows"),
    [...state.minutes].reverse(),
    (minute) => String(minute.windowStartMillis),
    (minute) => {
      const row = make("tr");
      row.append(
        cell(`${day(minute.windowStartMillis)}, ${hour(minute.windowStartMillis)}`),
        cell(cents.format(minute.revenue), "num"),
        cell(whole.format(minute.orders), "num"),
        cell(cents.format(minute.average), "num"),
      );
      return row;
    },
  );
}

function choose(millis, byKey) {
  chosen = millis;
  $("readout").setAttribute("aria-live", byKey ? "polite" : "off");
  if (scale) {
    renderChart();
  }
}

$("chart").addEventListener("pointermove", (event) => {
  if (scale) {
    const minute = Math.floor((event.clientX - $("plot").getBoundingClientRect().left - scale.left) / scale.step);
    const at = scale.start + minute * MINUTE;
    const inside = at >= scale.start && at < scale.end;
    if ((inside ? at : null) !== chosen) {
      choose(inside ? at : null, false);
    }
  }
});
$("chart").addEventListener("pointerleave", () => choose(null, false));
$("chart").addEventListener("blur", () => choose(null, false));
$("chart").addEventListener("keydown", (event) => {
  if (!scale) {
    return;
  }
  const last = scale.end - MINUTE;
  const at = chosen ?? last;
  const target = {
    ArrowLeft: at - MINUTE,
    ArrowRight: at + MINUTE,
    PageUp: at - 10 * MINUTE,
    PageDown: at + 10 * MINUTE,
    Home: scale.start,
    End: last,
  }[event.key];
  if (target !== undefined) {
    event.preventDefault();
    choose(Math.min(last, Math.max(scale.start, target)), true);
  } else if (event.key === "Escape") {
    choose(null, true);
  }
});
$("minutes").addEventListener("toggle", () => {
  if ($("minutes").open && state.minutes) {
    renderTable();
  }
});
new ResizeObserver(() => state.minutes && renderChart()).observe($("chart"));

// ---- lists ----------------------------------------------------------------------------------

function meter(share) {
  const track = make("span", "meter");
  const fill = make("i");
  fill.style.width = `${Math.max(1, Math.min(100, share * 100)).toFixed(1)}%`;
  track.append(fill);
  return track;
}

function renderTop() {
  const most = state.top.length ? state.top[0].revenue : 1;
  show(
    $("top"),
    state.top,
    (place) => `${place.rank} ${place.itemId} ${place.revenue} ${most}`,
    (place) => {
      const row = make("li");
      row.append(make("span", "muted", place.rank), make("span", "", place.itemId), meter(place.revenue / most), make("span", "num", cents.format(place.revenue)));
      return row;
    },
  );
  text("top-window", state.top.length ? `${hour(state.top[0].windowStartMillis)}–${hour(state.top[0].windowEndMillis)}, by revenue` : "");
}

function renderAlerts() {
  $("alerts-table").hidden = !state.alerts.length;
  show(
    $("alerts"),
    state.alerts,
    (alert) => `${alert.ruleId} ${alert.key} ${alert.eventId}`,
    (alert) => {
      const row = make("tr", fresh ? "new" : "");
      const severity = cell();
      severity.append(make("span", `severity ${["high", "medium", "low"].includes(alert.severity) ? alert.severity : ""}`, alert.severity));
      row.append(
        cell(clock(alert.timestampMillis)),
        severity,
        cell(alert.ruleId, "text"),
        cell(`${short.format(alert.value)} / ${short.format(alert.threshold)}`, "num"),
        userCell(alert.key),
      );
      row.title = `${iso(alert.timestampMillis)}: ${alert.events} events, the last one ${alert.eventId}; ${alert.suppressed} alerts held back`;
      return row;
    },
    markChosen,
  );
}

function renderSessions() {
  $("sessions-table").hidden = !state.sessions.length;
  show(
    $("sessions"),
    state.sessions,
    (session) => `${session.key} ${session.startMillis}`,
    (session) => {
      const row = make("tr", fresh ? "new" : "");
      row.append(
        cell(clock(session.endMillis)),
        cell(length(session.endMillis - session.startMillis), "num"),
        cell(whole.format(session.events), "num"),
        cell(session.counts.purchase ? whole.format(session.counts.purchase) : "–", "num"),
        userCell(session.key),
      );
      row.title = Object.entries(session.counts).map(([type, count]) => `${type} ${count}`).join(", ");
      return row;
    },
    markChosen,
  );
}

function markChosen(row) {
  const button = row.querySelector("button");
  button.setAttribute("aria-pressed", String(button.dataset.user === selected));
}

function renderChips(id, entries) {
  show(
    $(id),
    entries,
    ([name]) => name,
    ([name]) => {
      const chip = make("div");
      chip.append(make("dt", "", name), make("dd"));
      return chip;
    },
    (chip, [, value]) => {
      chip.lastElementChild.textContent = whole.format(value);
    },
  );
}

function renderStreams() {
  renderChips("streams", Object.entries(state.counts));
}

// ---- one user -------------------------------------------------------------------------------

let selected = "";
let asking = false;

function select(id, byHand) {
  selected = id;
  const hash = id ? `#${encodeURIComponent(id)}` : "";
  if (location.hash !== hash) {
    history.replaceState(null, "", hash || location.pathname);
  }
  text("user-title", id ? `User ${id}` : "User");
  document.querySelectorAll("td button[data-user]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.user === id));
  });
  $("user-known").hidden = true;
  $("user-empty").hidden = false;
  text("user-state", "");
  text("user-empty", id ? `Looking for ${id}.` : "Choose a user in one of the lists, or type an id above.");
  refresh(true);
  if (byHand && window.matchMedia("(max-width: 720px)").matches) {
    $("user").scrollIntoView({ block: "start" });
    $("user-title").focus({ preventScroll: true });
  }
}

/** Asks for the user who is shown, one request at a time. */
async function refresh(always) {
  const id = selected;
  if (!id || (asking && !always)) {
    return;
  }
  asking = true;
  try {
    const answer = await fetch(`/user?id=${encodeURIComponent(id)}`);
    const user = answer.status === 200 ? await answer.json() : null;
    if (id === selected) {
      renderUser(id, user);
    }
  } catch {
    if (id === selected && $("user-known").hidden) {
      text("user-empty", "The job's page does not answer.");
    }
  } finally {
    asking = false;
  }
}

function renderBars(id, entries, most, format) {
  show(
    $(id),
    entries,
    ([name, value]) => `${name} ${value} ${most}`,
    ([name, value]) => {
      const row = make("li");
      row.append(make("span", "", name), meter(value / most), make("span", "num", format(value)));
      return row;
    },
  );
}

function renderUser(id, user) {
  $("user-known").hidden = !user;
  $("user-empty").hidden = Boolean(user);
  text("user-state", "");
  if (!user) {
    text("user-empty", `Nothing is known of ${id}, as far as the job has written.`);
    return;
  }
  const profile = user.profile ?? {};
  const since = profile.updatedMillis;
  text("user-state", `${user.open ? "session open" : "no open session"}${since === undefined ? "" : `, last seen ${day(since)}, ${clock(since)}`}`);
  const interests = Object.entries(profile.interests ?? {}).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  renderBars("interests", interests.slice(0, 8), interests.length ? interests[0][1] || 1 : 1, (score) => score.toFixed(3));
  const items = user.recommendation?.items ?? [];
  renderBars("recommended", items.map((item) => [item.itemId, item.score]), items.length ? items[0].score || 1 : 1, (score) => score.toFixed(3));
  const counts = profile.counts ?? {};
  renderChips("user-counts", TYPES.filter((type) => counts[type]).map((type) => [type, counts[type]]));
}

/** The user whose button was meant, if it was one. */
function meant(event) {
  const button = event.target instanceof Element ? event.target.closest("button[data-user]") : null;
  return button ? button.dataset.user : undefined;
}

// The pointer chooses when it goes down: a list that moves until it goes up would swallow the click.
document.addEventListener("pointerdown", (event) => {
  const id = event.button === 0 ? meant(event) : undefined;
  if (id !== undefined && event.pointerType !== "touch") {
    select(id, true);
  }
});
document.addEventListener("click", (event) => {
  const id = meant(event);
  const chosenAlready = event.detail > 0 && event.pointerType !== "touch";
  if (id !== undefined && !chosenAlready) {
    select(id, true);
  }
});
$("find").addEventListener("submit", (event) => {
  event.preventDefault();
  select($("find-id").value.trim(), true);
});

function fromAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

window.addEventListener("hashchange", () => {
  if (fromAddress() !== selected) {
    select(fromAddress(), false);
  }
});
if (location.hash) {
  select(fromAddress(), false);
}

// ---- connection -----------------------------------------------------------------------------

let planned = false;

function plan() {
  if (!planned) {
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      render();
      fresh = true;
    });
  }
}

function hear() {
  heard = Date.now();
  if (lost) {
    lost = false;
    plan();
  }
}

function lose() {
  if (!lost) {
    lost = true;
    plan();
  }
}

function connect() {
  const events = new EventSource("/events");
  events.onmessage = (event) => {
    hear();
    state = JSON.parse(event.data);
    plan();
    refresh(false);
  };
  events.addEventListener("beat", hear);
  events.onerror = () => {
    lose();
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(connect, RETRY_MILLIS);
    }
  };
}

setInterval(() => {
  if (Date.now() - heard > SILENT_MILLIS) {
    lose();
  }
}, 1_000);
render();
connect();
