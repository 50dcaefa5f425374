// How the search finds and ranks. The build adds this to the theme's worker, whose lunr then only keeps the words.
//
// lunr ranks each section by itself and adds up all the words that begin as the one that was typed, so that "mail" finds
// what is full of mailboxes; and it refuses a pasted reply that has a colon after a dash. Here every query is words. A
// page counts, for each of them, by the best place where it has the word or one that means the same; rare words count
// more than common ones, and a page that has them all more than one that has few.

/** @typedef {Record<string, {position: number[]}>} Refs Where a field has a term, by the section's address. */
/** @typedef {{fields: string[], invertedIndex: Record<string, Record<string, Refs>>}} Index What lunr keeps. */
/** @typedef {{location: string, boost?: number, parent?: Section, keywords?: string[]}} Section A page or a part of it. */
/**
 * A field of a section that has a term.
 * @typedef {{term: string, closeness: number, field: string, ref: string, page: string, weight: number, position: number[]}} Place
 */

/** What a word counts, by the field that has it; a heading is the title of a part. @type {Record<string, number>} */
const WEIGHTS = { title: 10, keywords: 10, codes: 10, commands: 8, heading: 6, replies: 4, text: 1.5, words: 1 };
/** What is shown of a section, with a mark on what was found. */
const SHOWN = ["title", "text"];
/** How close a term is that isn't the word itself. */
const INFLECTED = 0.9;
const TRANSLATED = 0.5;
const MISTYPED = 0.5;
const BEGUN = 0.4;
/** How much a word counts that says little by itself: lunr's stop words, and what any page of ours could have. */
const LITTLE = 0.2;
const ANYWHERE = new Set(["exchange", "online", "office", "365", "microsoft", "outlook"]);
/** How much of a keyword's weight depends on how much of it was asked for. */
const WHOLE = 0.5;
/** lunr's position of a word: which of a field's texts has it, and where in that text. */
const TEXT_BITS = 20;

const { lunr, otherWords } = /** @type {{lunr: any, otherWords: string[]}} */ (/** @type {unknown} */ (self));

/** The word without accents, apostrophes and French articles. @param {string} word */
const plain = (word) => word.normalize("NFD").replace(/^[dlns]['’]|[\u0300-\u036f'’]/g, "");

/** What all forms of a word share, in British and American spelling. @param {string} word @returns {string} */
const root = (word) =>
  String(lunr.stemmer(new lunr.Token(plain(word).replace(/([iy])s(?=(?:e[drs]?|ing|ations?)$)/, "$1z"), {})));

/** @param {string} word */
const saysLittle = (word) => lunr.stopWordFilter(word) === undefined || ANYWHERE.has(word);

/** @param {string} word */
const importance = (word) => (saysLittle(word) ? LITTLE : 1);

/** @param {string} text @returns {string[]} */
const split = (text) => text.toLowerCase().split(lunr.tokenizer.separator).filter(Boolean);

/** Whether a letter is wrong, missing, too many, or in the next one's place. @param {string} a @param {string} b */
function differByOne(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [one, other] = [a.slice(at), b.slice(at)];
  return (
    one.slice(1) === other.slice(1) ||
    one.slice(1) === other ||
    one === other.slice(1) ||
    (one[0] === other[1] && one[1] === other[0] && one.slice(2) === other.slice(2))
  );
}

/**
 * The words of a query. A code is one of them, beside its numbers, whatever is between these.
 * @param {string} query
 */
function words(query) {
  const codes = /\b([245])(?:[.,\s]+(\d)[.,\s]+(\d{1,3})|(\d)(\d{3}))\b/g;
  const spelled = query.normalize("NFC").replace(codes, (_, ...groups) => {
    const numbers = groups.slice(0, 5).filter(Boolean);
    return ` ${numbers.join("_")} ${numbers.join(" ")} `;
  });
  return [...new Set(split(spelled))];
}

/** @template K @param {Map<K, number>} numbers @param {K} key @param {number} number */
const raise = (numbers, key, number) => numbers.set(key, Math.max(numbers.get(key) ?? 0, number));

/** @template K @param {Map<K, number>} numbers @param {Map<K, number>} others @param {number} factor */
function add(numbers, others, factor) {
  for (const [key, number] of others) numbers.set(key, (numbers.get(key) ?? 0) + number * factor);
}

/** @returns {Map<string, number>} */
const nothing = () => new Map();

class Ranking {
  /** @param {Index} index @param {Map<string, Section>} sections */
  constructor(index, sections) {
    this.index = index;
    this.sections = sections;
    this.pages = new Set([...sections.values()].map((section) => section.parent ?? section)).size;
    this.terms = Object.keys(index.invertedIndex).map((term) => ({ term, plain: plain(term), root: root(term) }));
    /** The roots of the words that mean the same, by the root of each. @type {Map<string, string[]>} */
    this.same = new Map();
    for (const roots of otherWords.map((group) => group.split(" ").map(root))) {
      for (const one of roots) this.same.set(one, [...(this.same.get(one) ?? []), ...roots]);
    }
  }

  /**
   * The terms that a word can mean, and how close each is to it: its forms, and words that mean the same. Where there are
   * none, the word may not have been typed to its end; where nothing begins like it, a letter may be wrong.
   * @param {string} word
   * @param {string[]} joined The word with the one before it, and with the one after it.
   */
  meant(word, joined = []) {
    const typed = { plain: plain(word), root: root(word) };
    const same = this.same.get(typed.root) ?? [];
    const alone = saysLittle(word);
    /** @param {(term: {term: string, plain: string, root: string}) => number} closeness */
    const terms = (closeness) => {
      const found = nothing();
      for (const term of this.terms) if (closeness(term)) found.set(term.term, closeness(term));
      return found;
    };
    const whole = terms(({ term, plain, root }) => {
      if (plain === typed.plain) return 1;
      if (alone) return 0;
      if (root === typed.root || plain.endsWith(`_${typed.plain}`)) return INFLECTED;
      return same.includes(root) || joined.includes(term) ? TRANSLATED : 0;
    });
    if (whole.size || alone || typed.plain.length < 3) return whole;
    const begun = terms(({ plain }) => (plain.startsWith(typed.plain) ? BEGUN : 0));
    if (begun.size || !/^\D{5,}$/.test(word)) return begun;
    return terms(({ plain }) => (differByOne(plain, typed.plain) ? MISTYPED : 0));
  }

  /** The word, or the two that an unknown one is joined from. @param {string} word */
  halves(word) {
    if (this.meant(word).size) return [word];
    const cuts = Array.from(word, (_, at) => [word.slice(0, at), word.slice(at)]);
    return cuts.find((halves) => halves.every((half) => half.length > 2 && half in this.index.invertedIndex)) ?? [word];
  }

  /** Where the index has a word. @param {string} word @param {string[]} joined */
  places(word, joined) {
    /** @type {Place[]} */
    const places = [];
    for (const [term, closeness] of this.meant(word, joined)) {
      for (const field of this.index.fields) {
        for (const [ref, { position }] of Object.entries(this.index.invertedIndex[term][field])) {
          const section = /** @type {Section} */ (this.sections.get(ref));
          const weight = closeness * WEIGHTS[section.parent && field === "title" ? "heading" : field];
          places.push({ term, closeness, field, ref, page: (section.parent ?? section).location, weight, position });
        }
      }
    }
    return places;
  }

  /** Let a keyword of several words count less if only some of them are asked for. @param {Place[]} places */
  discount(places) {
    const asked = nothing();
    const inKeywords = places.filter(({ field }) => field === "keywords");
    for (const { ref, closeness, position } of inKeywords) {
      for (const at of position) raise(asked, `${ref} ${at}`, closeness);
    }
    for (const place of inKeywords) {
      const parts = place.position.map((at) => {
        const text = at >> TEXT_BITS;
        const keyword = split(this.sections.get(place.ref)?.keywords?.[text] ?? "");
        const sum = (/** @type {(word: string, nth: number) => number} */ part) =>
          keyword.reduce((total, word, nth) => total + importance(word) * part(word, nth), 0);
        return sum((_, nth) => asked.get(`${place.ref} ${(text << TEXT_BITS) + nth}`) ?? 0) / sum(() => 1);
      });
      place.weight *= 1 - WHOLE + WHOLE * Math.max(...parts);
    }
  }

  /**
   * What lunr's own search returns, and which of the words a page has.
   * @param {string[]} query
   */
  ranked(query) {
    const asked = query.flatMap((word) => this.halves(word));
    const found = asked.map((word, at) =>
      this.places(
        word,
        [asked[at - 1] + word, word + asked[at + 1]].filter((joined) => /^\D+$/.test(joined)),
      ),
    );
    this.discount(found.flat());
    const [scores, cover, partScores] = [nothing(), nothing(), nothing()];
    let before = { rarity: 0, spots: new Set() };
    for (const [at, word] of asked.entries()) {
      const [best, closest, bestOfPart, neighbours] = [nothing(), nothing(), nothing(), nothing()];
      const spots = new Set();
      for (const { closeness, field, ref, page, weight, position } of found[at]) {
        raise(best, page, weight);
        raise(closest, page, closeness);
        raise(bestOfPart, ref, weight);
        if (closeness === BEGUN) continue;
        for (const spot of position) {
          spots.add(`${ref} ${field} ${spot}`);
          if (before.spots.has(`${ref} ${field} ${spot - 1}`)) raise(neighbours, page, weight);
        }
      }
      const having = [...closest.values()].filter((closeness) => closeness >= INFLECTED).length || best.size || 1;
      const rarity = Math.log(1 + this.pages / having) * importance(word);
      add(scores, best, rarity);
      add(scores, neighbours, Math.sqrt(rarity * before.rarity));
      add(cover, closest, rarity);
      add(partScores, bestOfPart, rarity);
      before = { rarity, spots };
    }
    const top = nothing();
    for (const { ref, page } of found.flat()) raise(top, page, partScores.get(ref) ?? 0);
    return this.parts(asked, found).map(({ ref, page, metadata, terms }) => {
      const whole = (scores.get(page) ?? 0) * (cover.get(page) ?? 0) * (this.sections.get(page)?.boost ?? 1);
      // The best part of a page has the page's score, since the theme lists pages by their best part.
      return {
        ref,
        score: (whole * (partScores.get(ref) ?? 0)) / (top.get(page) ?? 1),
        matchData: { metadata, terms },
      };
    });
  }

  /** The sections that were found, as lunr describes them, with the words that their page has and hasn't. */
  parts(/** @type {string[]} */ asked, /** @type {Place[][]} */ found) {
    /** @type {Map<string, {ref: string, page: string, metadata: Record<string, Record<string, unknown>>, terms: Record<string, boolean>}>} */
    const parts = new Map();
    /** @type {Map<string, Record<string, boolean>>} */
    const terms = new Map();
    const shown = asked.filter((word) => !saysLittle(word) && !word.includes("_"));
    for (const [at, places] of found.entries()) {
      for (const { term, field, ref, page, position } of places) {
        const has = terms.get(page) ?? Object.fromEntries(shown.map((word) => [word, false]));
        terms.set(page, has);
        if (asked[at] in has) has[asked[at]] = true;
        const part = parts.get(ref) ?? { ref, page, metadata: {}, terms: has };
        parts.set(ref, part);
        part.metadata[term] ??= {};
        if (SHOWN.includes(field)) part.metadata[term][field] = { position };
      }
    }
    return [...parts.values()];
  }
}

/** @type {Ranking | undefined} */
let ranking;

/** @param {Index} index @param {Map<string, Section>} sections @param {string[]} asked */
function ranked(index, sections, asked) {
  ranking ??= new Ranking(index, sections);
  return ranking.ranked(asked);
}

Object.assign(self, { words, ranked });
