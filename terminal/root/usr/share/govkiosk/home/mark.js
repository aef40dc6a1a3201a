// Copyright: (c) 2026, govkiosk maintainers
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
//
// Paints the mark that proves, from a picture of the screen, which page fills it.
// plugins/module_utils/screen_mark.py reads it; the two must agree on every number here.

export const CELL = 4;
export const COLUMNS = 132;
export const ROWS = 5;
const MAGIC = 0xa7;
const INK = '#8fb8e0';
const GROUND = '#0b3a6f';
const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'];

export function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

export function stripCells(text) {
  const payload = new TextEncoder().encode(text);
  const body = [MAGIC, payload.length, ...payload];
  const crc = crc32(body);
  const data = [...body, crc >>> 24, (crc >>> 16) & 255, (crc >>> 8) & 255, crc & 255];
  if (data.length * 8 > COLUMNS * ROWS) throw new RangeError('the mark is too long for its strip');
  const cells = new Array(COLUMNS * ROWS).fill(0);
  data.forEach((byte, at) => {
    for (let bit = 0; bit < 8; bit += 1) cells[at * 8 + bit] = (byte >> (7 - bit)) & 1;
  });
  return cells;
}

export function cornerCells(name) {
  const rows = [0, 1, 2, 3, 4].map((y) => [0, 1, 2, 3, 4].map((x) => {
    const bracket = x === 0 || y === 0;
    const block = (x === 2 || x === 3) && (y === 2 || y === 3);
    return bracket || block ? 1 : 0;
  }));
  if (name.startsWith('bottom')) rows.reverse();
  if (name.endsWith('right')) rows.forEach((row) => row.reverse());
  return rows.flat();
}

function paint(canvas, cells, columns) {
  const context = canvas.getContext('2d', { alpha: false });
  context.fillStyle = GROUND;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = INK;
  cells.forEach((cell, at) => {
    if (cell) context.fillRect((at % columns) * CELL, Math.floor(at / columns) * CELL, CELL, CELL);
  });
}

export function paintCorners() {
  CORNERS.forEach((name) => paint(document.getElementById(`corner-${name}`), cornerCells(name), 5));
}

export function paintStrip(terminal, version, items) {
  const strip = document.getElementById('strip');
  // Whole pixels: half a pixel would blur every cell.
  strip.style.left = `${Math.floor((window.innerWidth - strip.width) / 2)}px`;
  const minute = Math.floor(Date.now() / 60000);
  paint(strip, stripCells(`${terminal} ${version} ${items} ${minute}`), COLUMNS);
}
