// Copyright: (c) 2026, govkiosk maintainers
// GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
//
// Search without a keyboard: a citizen taps the characters, and only characters that lead somewhere are offered.

export function matches(item, query) {
  if (!query) return true;
  const text = item.name + item.provider + item.category + item.code.toLowerCase();
  return [...query.trim().toLowerCase()].every((character) => text.includes(character));
}

// Names that hold the query as it stands come first, then those that hold its characters somewhere.
export function search(items, query) {
  const exact = (item) => (item.name.includes(query) ? 0 : 1);
  const found = items.filter((item) => matches(item, query));
  return query ? found.sort((a, b) => exact(a) - exact(b)) : found;
}

// The next characters worth offering: those of the names still found, the most frequent first.
export function nextCharacters(items, query, limit) {
  const used = new Set(query);
  const counts = new Map();
  for (const item of search(items, query)) {
    for (const character of new Set(item.name)) {
      if (!used.has(character) && /\p{Script=Han}/u.test(character)) {
        counts.set(character, (counts.get(character) || 0) + 1);
      }
    }
  }
  return [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a)).slice(0, limit);
}
