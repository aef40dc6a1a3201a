// Copyright: (c) 2026, govkiosk maintainers
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
//
// The home page: what it knows, what a touch does, and what happens when nobody touches it.

import { paintCorners, paintStrip } from './mark.js';
import { nextCharacters, search } from './search.js';
import {
  byId, element, layOutCards, showCards, showCategories, showClock, showItem, showOpening,
} from './view.js';

const ALL = '全部事项';
const TONES = 6;
const CHARACTERS = 40;
const BEAT_MS = 1000;
const STATE_MS = 2000;
const WARN_S = 15;
// Longer than a slow service takes for its first byte.
const LEAVE_MS = 60000;

const page = {
  config: null,
  items: [],
  states: {},
  checked: null,
  tones: new Map(),
  version: document.querySelector('meta[name=govkiosk-version]').content,
  category: ALL,
  query: '',
  number: 0,
  elder: false,
  touched: Date.now(),
  id: crypto.randomUUID(),
  leaving: false,
};

function found() {
  const items = page.category === ALL ? page.items : page.items.filter((one) => one.category === page.category);
  return search(items, page.query);
}

function atStart() {
  const closed = !document.querySelector('dialog[open]');
  return closed && page.category === ALL && !page.query && page.number === 0 && !page.elder;
}

// A page that did not leave, or was brought back as it was, is for the server like one that was loaded anew.
function stay() {
  Object.assign(page, { leaving: false, id: crypto.randomUUID() });
  byId('item').close();
  beat();
}

// The page lives on until the service answers. By then it must be silent: its heartbeat means that nobody is away.
async function start(item) {
  if (page.leaving) return;
  page.leaving = true;
  // The session shows the way back once it knows of the visit, so tell it first; no visit goes unknown.
  const taken = await post('/visit', { code: item.code, id: page.id });
  if (!taken?.ok) {
    stay();
    return;
  }
  showOpening();
  setTimeout(stay, LEAVE_MS);
  window.location.href = item.url;
}

function touchItem(item) {
  showItem(item, page.states[item.code] || 'checking', start);
}

function draw() {
  document.documentElement.classList.toggle('elder', page.elder);
  byId('elder').setAttribute('aria-pressed', String(page.elder));
  byId('elder').textContent = page.elder ? '标准版' : '长辈版';
  showCategories([ALL, ...page.tones.keys()], page.category, (name) => {
    Object.assign(page, { category: name, number: 0 });
    draw();
  });
  byId('query-shown').textContent = page.query || '搜索事项';
  byId('clear-search').hidden = !page.query;

  const items = found();
  const size = layOutCards();
  const pages = Math.max(1, Math.ceil(items.length / size));
  page.number = Math.min(page.number, pages - 1);
  showCards(items.slice(page.number * size, (page.number + 1) * size), page.states, page.tones, touchItem);
  byId('nothing').hidden = items.length > 0;
  const open = items.filter((one) => page.states[one.code] === 'open').length;
  byId('summary').textContent = `共 ${items.length} 项，可办理 ${open} 项`;
  byId('page').textContent = `${page.number + 1} / ${pages}`;
  byId('previous').disabled = page.number === 0;
  byId('next').disabled = page.number >= pages - 1;
  byId('back').disabled = atStart();
  // Last: a picture that has the strip has all that stands before it.
  paintStrip(page.config.terminal, page.version, page.items.length);
}

function reset() {
  document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
  Object.assign(page, { category: ALL, query: '', number: 0, elder: false });
  byId('query').value = '';
  draw();
}

function turn(step) {
  page.number += step;
  draw();
}

function setQuery(query) {
  page.query = query;
  page.number = 0;
  byId('query').value = query;
  drawCharacters();
  draw();
}

function drawCharacters() {
  byId('characters').replaceChildren(...nextCharacters(page.items, page.query, CHARACTERS).map((character) => {
    const made = element('button', 'key', character);
    made.type = 'button';
    made.addEventListener('click', () => setQuery(page.query + character));
    return made;
  }));
  byId('found').textContent = page.query ? `找到 ${search(page.items, page.query).length} 个事项` : '请点选事项名称中的字';
}

function openSearch() {
  page.category = ALL;
  setQuery(page.query);
  byId('search').showModal();
}

async function get(path) {
  const answer = await fetch(path, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function post(path, data) {
  return fetch(path, { method: 'POST', body: JSON.stringify(data) }).catch(() => null);
}

function beat() {
  if (page.leaving) return null;
  return post('/heartbeat', {
    id: page.id,
    terminal: page.config.terminal,
    version: page.version,
    items: page.items.length,
    checked: page.checked,
    width: window.innerWidth,
    height: window.innerHeight,
  });
}

async function refresh() {
  if (page.leaving) return;
  const banner = byId('banner');
  try {
    const state = await get('/state.json');
    banner.hidden = true;
    if (state.checked !== page.checked || JSON.stringify(state.items) !== JSON.stringify(page.states)) {
      Object.assign(page, { states: state.items, checked: state.checked });
      draw();
      // Told once it is on the screen: whoever takes a picture waits for it.
      requestAnimationFrame(() => requestAnimationFrame(beat));
    }
  } catch {
    banner.textContent = '终端程序正在恢复，请稍候。';
    banner.hidden = false;
  }
}

function watchIdle() {
  const idle = (Date.now() - page.touched) / 1000;
  const left = Math.ceil(page.config.idle_seconds - idle);
  const dialog = byId('idle');
  if (dialog.open) {
    if (left <= 0) reset();
    else byId('idle-seconds').textContent = String(left);
  } else if (left <= WARN_S && !atStart()) {
    byId('idle-seconds').textContent = String(Math.max(left, 0));
    dialog.showModal();
  }
}

function listen() {
  byId('previous').addEventListener('click', () => turn(-1));
  byId('next').addEventListener('click', () => turn(1));
  byId('back').addEventListener('click', reset);
  byId('elder').addEventListener('click', () => { page.elder = !page.elder; page.number = 0; draw(); });
  byId('open-search').addEventListener('click', openSearch);
  byId('clear-search').addEventListener('click', () => setQuery(''));
  byId('search-delete').addEventListener('click', () => setQuery([...page.query].slice(0, -1).join('')));
  byId('search-cancel').addEventListener('click', () => { setQuery(''); byId('search').close(); });
  byId('query').addEventListener('input', (event) => setQuery(event.target.value));
  document.querySelectorAll('[data-close]').forEach((button) => {
    button.addEventListener('click', () => button.closest('dialog').close());
  });
  document.querySelectorAll('dialog').forEach((dialog) => dialog.addEventListener('close', () => draw()));
  ['pointerdown', 'keydown'].forEach((kind) => {
    window.addEventListener(kind, () => { page.touched = Date.now(); }, { capture: true });
  });
  ['contextmenu', 'dragstart', 'selectstart'].forEach((kind) => {
    window.addEventListener(kind, (event) => { if (event.target.id !== 'query') event.preventDefault(); });
  });
  window.addEventListener('pageshow', (event) => { if (event.persisted) stay(); });
  window.addEventListener('resize', draw);
}

async function begin() {
  const [config, list] = await Promise.all([get('/config.json'), get('/items.json')]);
  page.config = config;
  page.items = list.items;
  page.items.forEach(({ category }) => {
    if (!page.tones.has(category)) page.tones.set(category, page.tones.size % TONES);
  });
  byId('site').textContent = config.site;
  byId('hotline').textContent = config.hotline;
  byId('terminal').textContent = config.terminal;
  byId('version').textContent = page.version;
  showClock();
  const state = await get('/state.json');
  Object.assign(page, { states: state.items, checked: state.checked });
  await document.fonts.ready;
  listen();
  paintCorners();
  draw();
  await beat();
  setInterval(showClock, 1000);
  setInterval(watchIdle, 1000);
  setInterval(beat, BEAT_MS);
  setInterval(refresh, STATE_MS);
  // All of the mark: a graphics process that dies takes what was painted with it.
  setInterval(() => {
    paintCorners();
    paintStrip(config.terminal, page.version, page.items.length);
  }, 2000);
}

// The server may start a moment after the browser.
begin().catch(() => setTimeout(() => window.location.reload(), 1000));
