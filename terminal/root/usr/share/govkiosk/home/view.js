// Copyright: (c) 2026, govkiosk maintainers
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
//
// Turns state into elements. Text goes in as text, never as markup.

export const STATES = {
  open: '可办理',
  paused: '暂停服务',
  closed: '未开通',
  checking: '检测中',
};
const TEXTS = {
  open: '请准备好身份证，按屏幕提示操作。',
  paused: '该事项的服务暂时中断，正在恢复，请稍后再来或咨询现场工作人员。',
  closed: '该事项尚未在本终端开通，请到服务窗口办理。',
  checking: '正在检测该事项的服务，请稍候。',
};
// The country has one zone; the terminal's own clock may well be set to UTC.
const ZONE = 'Asia/Shanghai';
const NO_PAGE = '该事项暂无网页入口，请咨询现场工作人员。';

export const byId = (id) => document.getElementById(id);

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function card(item, state, tone, onTouch) {
  const made = element('button', `card ${state}`);
  made.type = 'button';
  made.dataset.code = item.code;
  const badge = element('span', `badge tone-${tone}`, [...item.category][0]);
  badge.setAttribute('aria-hidden', 'true');
  const words = element('span', 'words');
  words.append(element('span', 'name', item.name), element('span', 'provider', item.provider));
  made.append(badge, words, element('span', `pill ${state}`, STATES[state]));
  made.addEventListener('click', () => onTouch(item));
  return made;
}

export function showCards(items, states, tones, onTouch) {
  byId('cards').replaceChildren(
    ...items.map((item) => card(item, states[item.code] || 'checking', tones.get(item.category), onTouch)),
  );
}

export function showCategories(names, chosen, onTouch) {
  byId('categories').replaceChildren(...names.map((name) => {
    const made = element('button', 'chip', name);
    made.type = 'button';
    made.setAttribute('aria-pressed', String(name === chosen));
    made.addEventListener('click', () => onTouch(name));
    return made;
  }));
}

export function showItem(item, state, onStart) {
  byId('item-name').textContent = item.name;
  byId('item-provider').textContent = item.provider;
  byId('item-state').textContent = STATES[state];
  byId('item-state').className = `pill ${state}`;
  const ready = state === 'open' && Boolean(item.url);
  byId('item-text').textContent = state === 'open' && !item.url ? NO_PAGE : TEXTS[state];
  byId('item-start').hidden = !ready;
  byId('item-start').onclick = ready ? () => onStart(item) : null;
  byId('item').showModal();
}

export function showOpening() {
  byId('item-text').textContent = '正在打开，请稍候。';
  byId('item-start').hidden = true;
}

export function showClock() {
  const now = new Date();
  const text = (format) => now.toLocaleString('zh-CN', { timeZone: ZONE, ...format });
  byId('time').textContent = text({ hour: '2-digit', minute: '2-digit', hour12: false });
  byId('date').textContent = `${text({ year: 'numeric', month: 'long', day: 'numeric' })} ${text({ weekday: 'long' })}`;
}

// How many cards fit without scrolling: measured, as fonts and screens differ. The rows then share what is left over.
export function layOutCards() {
  const cards = byId('cards');
  const style = getComputedStyle(cards);
  const columns = style.gridTemplateColumns.split(' ').length;
  const least = parseFloat(style.getPropertyValue('--card')) * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const gap = parseFloat(style.rowGap);
  const rows = Math.max(1, Math.floor((cards.clientHeight + gap) / (least + gap)));
  cards.style.gridTemplateRows = `repeat(${rows}, minmax(0, 1fr))`;
  return columns * rows;
}
