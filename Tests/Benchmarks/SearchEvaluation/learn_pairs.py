#!/usr/bin/env python3
"""Learn word pairs from queries with known answers: what a query says -> what the descriptors say.

usage: learn_pairs.py QUERIES.tsv PCS_ORDER.txt.gz [--half 0|1] > learned.tsv

Reads the queries of kind `gems`; --half N reads those of one half only, so that the other half can judge
(search-evaluation --fold). The alignment is IBM Model 1 (Brown et al., Computational Linguistics 19(2), 1993): every
descriptor word of the right codes was said by some word of the query, or by none. A pair is kept when it was seen in
at least two queries and is likely enough. Output: lines of the lexicon, kind `learned`.
"""
import collections
import gzip
import math
import re
import sys

QUERY_COUNT_MIN = 2
PROBABILITY_MIN = 0.12
ROUNDS = 12
STOP = set('of the and or a an in to with for by on at from as other unspecified not elsewhere classified specified '
           'otherwise without mention nec nos approach via due is be any into per using'.split())


def singular(word):
    if len(word) > 4 and word.endswith('ies'):
        return word[:-3] + 'y'
    if len(word) > 3 and word.endswith('s') and not word.endswith(('ss', 'us', 'is')):
        return word[:-1]
    return word


def words(text):
    return [w for w in map(singular, re.findall(r'[a-z0-9]+', text.lower())) if w not in STOP and len(w) > 1]


def descriptors(path):
    with gzip.open(path, 'rt', encoding='utf-8') as lines:
        return {line[6:13].strip(): frozenset(words(line[77:])) for line in lines if line[14] == '1'}


def queries(path, half):
    with open(path, encoding='utf-8') as lines:
        next(lines)
        for line in lines:
            number, kind, text, _, gold = line.rstrip('\n').split('\t')
            fold = int(re.sub(r'\D', '', number)) % 2
            if kind == 'gems' and (half is None or fold == half):
                yield text, [code for code in gold.split('|') if not set(code) & set('*?[')]


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith('--')]
    half = None
    if '--half' in sys.argv:
        half = int(sys.argv[sys.argv.index('--half') + 1])
        arguments.remove(str(half))
    catalog = descriptors(arguments[1])
    frequency = collections.Counter(w for text in catalog.values() for w in text)
    rarity = {w: math.log(1 + len(catalog) / n) for w, n in frequency.items()}
    examples = []
    for text, gold in queries(arguments[0], half):
        said = sorted(set(words(text)))
        held = [catalog[code] for code in gold if code in catalog]
        counts = collections.Counter(w for text in held for w in text)
        wanted = {w: n / len(held) * rarity[w] for w, n in counts.items() if n / len(held) >= 0.3}
        if said and wanted:
            examples.append((said, wanted))
    seen = collections.Counter(w for said, _ in examples for w in said)
    table = collections.defaultdict(lambda: 1.0)
    for _ in range(ROUNDS):
        mass = collections.defaultdict(float)
        total = collections.defaultdict(float)
        for said, wanted in examples:
            for target, weight in wanted.items():
                # The word that says nothing takes what is common to many descriptors.
                shares = {w: table[w, target] * (3.0 if w == target else 1.0) for w in said}
                shares[''] = table['', target] * 0.5
                whole = sum(shares.values())
                for word, share in shares.items():
                    mass[word, target] += weight * share / whole
                    total[word] += weight * share / whole
        table = collections.defaultdict(float, {pair: m / total[pair[0]] for pair, m in mass.items()})
    pairs = collections.defaultdict(list)
    for (word, target), probability in table.items():
        if word and word != target and seen[word] >= QUERY_COUNT_MIN and probability >= PROBABILITY_MIN:
            pairs[word].append((probability, target))
    print('# Word pairs learned from ICD-9-CM procedure wordings and the ICD-10-PCS codes they map to; made by')
    print('# Tests/Benchmarks/SearchEvaluation/learn_pairs.py, not by hand.')
    for word in sorted(pairs):
        for probability, target in sorted(pairs[word], reverse=True)[:4]:
            print(f'{word}\tlearned\t{target}\tpcs\t{min(0.9, 0.3 + probability):.2f}')


if __name__ == '__main__':
    main()
