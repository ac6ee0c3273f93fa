// The long half of shingle_choice.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shingle_choice.h"
#include "text_edits.h"
#include "tikrar/verify.h"

namespace tikrar::choice {
namespace {

constexpr ShingleSpec kSpecs[] = {
    {ShingleUnit::kWord, 2},  {ShingleUnit::kWord, 3},
    {ShingleUnit::kWord, 4},  {ShingleUnit::kWord, 5},
    {ShingleUnit::kChar, 9},  {ShingleUnit::kChar, 11},
    {ShingleUnit::kChar, 13}, {ShingleUnit::kChar, 15},
    {ShingleUnit::kChar, 20}};
constexpr size_t kSpecCount = std::size(kSpecs);

// Pairs of two sources with Jaccard >= 0.3 on word 5-grams, exhaustively.
std::vector<TextPair> PairsByWordRuns(const std::vector<Text>& blocks,
                                      Shingler* shingler) {
  std::vector<Shingles> grams;
  for (const Text& block : blocks) {
    shingler->Read(block.tokens);
    grams.push_back(shingler->Make({ShingleUnit::kWord, 5}));
  }
  std::vector<TextPair> pairs;
  // Jaccard >= 0.3 implies containment >= 0.3.
  ForPairsSharing(grams, 0.3, [&](uint32_t a, uint32_t b) {
    if (blocks[a].source == blocks[b].source) return;
    if (CompareSets(grams[a], grams[b]).jaccard < 0.3) return;
    pairs.emplace_back(a, b);
  });
  return pairs;
}

// The words of a block by rising frequency in the corpus, weighted by
// log(blocks / blocks with the word) and scaled to length 1.
struct WordVector {
  std::vector<std::pair<uint32_t, float>> weights;  // (rank, weight)
  size_t prefix = 0;  // the words behind it weigh less than the threshold
};

std::vector<WordVector> MakeVectors(const std::vector<Text>& blocks,
                                    Shingler* shingler, double cosine) {
  std::vector<Shingles> words;
  std::unordered_map<uint64_t, uint32_t> frequency;
  for (const Text& block : blocks) {
    shingler->Read(block.tokens);
    words.push_back(shingler->Make({ShingleUnit::kWord, 1}));
    for (const uint64_t word : words.back()) ++frequency[word];
  }
  std::vector<std::pair<uint32_t, uint64_t>> by_frequency;
  for (const auto& [word, count] : frequency) {
    by_frequency.emplace_back(count, word);
  }
  std::sort(by_frequency.begin(), by_frequency.end());
  std::unordered_map<uint64_t, uint32_t> rank;
  for (const auto& [count, word] : by_frequency) {
    rank.emplace(word, static_cast<uint32_t>(rank.size()));
  }
  std::vector<WordVector> vectors(blocks.size());
  for (size_t b = 0; b < blocks.size(); ++b) {
    WordVector& vector = vectors[b];
    double squares = 0;
    for (const uint64_t word : words[b]) {
      const double weight = std::log(static_cast<double>(blocks.size()) /
                                     static_cast<double>(frequency[word]));
      vector.weights.emplace_back(rank[word], static_cast<float>(weight));
      squares += weight * weight;
    }
    std::sort(vector.weights.begin(), vector.weights.end());
    double rest = 1;
    for (auto& [place, weight] : vector.weights) {
      weight /= static_cast<float>(std::sqrt(squares));
      if (rest >= cosine * cosine * 0.999) ++vector.prefix;
      rest -= static_cast<double>(weight) * static_cast<double>(weight);
    }
  }
  return vectors;
}

double Cosine(const WordVector& a, const WordVector& b) {
  double sum = 0;
  for (auto x = a.weights.begin(), y = b.weights.begin();
       x != a.weights.end() && y != b.weights.end();) {
    if (x->first == y->first) {
      sum +=
          static_cast<double>(x++->second) * static_cast<double>(y++->second);
    } else if (x->first < y->first) {
      ++x;
    } else {
      ++y;
    }
  }
  return sum;
}

// Pairs of two sources with a cosine >= `cosine` of their weighted bags of
// words. Exact: if the words behind one prefix weigh less than `cosine`, two
// such blocks share a word within both prefixes (Cauchy and Schwarz).
std::vector<TextPair> PairsByBag(const std::vector<Text>& blocks,
                                 Shingler* shingler, double cosine) {
  const std::vector<WordVector> vectors = MakeVectors(blocks, shingler, cosine);
  std::unordered_map<uint32_t, std::vector<uint32_t>> postings;
  std::vector<uint32_t> last(blocks.size(), 0xFFFFFFFFu);
  std::vector<TextPair> pairs;
  for (uint32_t b = 0; b < blocks.size(); ++b) {
    for (size_t i = 0; i < vectors[b].prefix; ++i) {
      std::vector<uint32_t>& list = postings[vectors[b].weights[i].first];
      for (const uint32_t a : list) {
        if (last[a] == b || blocks[a].source == blocks[b].source) continue;
        last[a] = b;
        if (Cosine(vectors[a], vectors[b]) >= cosine) pairs.emplace_back(a, b);
      }
      list.push_back(b);
    }
  }
  return pairs;
}

void PrintShares(const char* name, const std::vector<Text>& blocks,
                 const std::vector<TextPair>& pairs,
                 const std::vector<double>& ceilings, Shingler* shingler) {
  std::printf("\n%s: %zu pairs\n\n", name, pairs.size());
  // J >= 0.7 implies C >= 2 J / (1 + J) > 0.8.
  std::printf("| shingle | J >= 0.7, %% | C >= 0.8, %% | J >= 0.5, %% |");
  std::printf(" J above the ceiling, %% |\n|---|---|---|---|---|\n");
  for (size_t s = 0; s < kSpecCount; ++s) {
    size_t high = 0, contained = 0, middle = 0, above = 0;
    for (const auto& [a, b] : pairs) {
      shingler->Read(blocks[a].tokens);
      const Shingles one = shingler->Make(kSpecs[s]);
      shingler->Read(blocks[b].tokens);
      const SetSimilarity same = CompareSets(one, shingler->Make(kSpecs[s]));
      high += same.jaccard >= 0.7;
      contained += same.containment >= 0.8;
      middle += same.jaccard >= 0.5;
      above += same.jaccard > ceilings[s];
    }
    const double scale = 100.0 / static_cast<double>(pairs.size());
    std::printf("| %s |", ShingleSpecName(kSpecs[s]).c_str());
    for (const size_t count : {high, contained, middle, above}) {
      std::printf(" %.1f |", scale * static_cast<double>(count));
    }
    std::printf("\n");
  }
}

// Paragraphs that follow one another in an article tell different things with
// the same names. Returns, for each shingle, the Jaccard that 99.99 % of them
// do not pass: the ceiling under which shingles are compared fairly.
std::vector<double> PrintNeighbours(const std::vector<Text>& blocks,
                                    Shingler* shingler) {
  std::vector<double> ceilings;
  std::printf(
      "\n| shingle | neighbours | J >= 0.7 | highest J | 99.99 %% of J"
      " below | 99.9 %% below |\n|---|---|---|---|---|---|\n");
  for (const ShingleSpec& spec : kSpecs) {
    std::vector<double> values;
    Shingles before;
    for (size_t b = 0; b < blocks.size(); ++b) {
      shingler->Read(blocks[b].tokens);
      Shingles own = shingler->Make(spec);
      if (b > 0 && blocks[b].document == blocks[b - 1].document) {
        values.push_back(CompareSets(before, own).jaccard);
      }
      before = std::move(own);
    }
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
      return values[static_cast<size_t>(
          share * static_cast<double>(values.size() - 1))];
    };
    const auto high = std::lower_bound(values.begin(), values.end(), 0.7);
    std::printf("| %s | %zu | %td | %.3f | %.3f | %.3f |\n",
                ShingleSpecName(spec).c_str(), values.size(),
                values.end() - high, values.back(), at(0.9999), at(0.999));
    ceilings.push_back(at(0.9999));
  }
  return ceilings;
}

// Copies of every 20th block with one word in `step` edited.
void PrintEdited(const std::vector<Text>& blocks, const WordPool& pool,
                 const Edit& edit, size_t step, Shingler* shingler) {
  Random random(31);
  size_t high[kSpecCount] = {};
  size_t total = 0;
  for (size_t b = 0; b < blocks.size(); b += 20) {
    const size_t times = (blocks[b].words + step - 1) / step;
    const std::string copy =
        Edited(edit, pool, blocks[b].tokens, times, &random);
    if (copy.empty()) continue;
    ++total;
    for (size_t s = 0; s < kSpecCount; ++s) {
      shingler->Read(blocks[b].tokens);
      const Shingles one = shingler->Make(kSpecs[s]);
      shingler->Read(copy);
      high[s] += CompareSets(one, shingler->Make(kSpecs[s])).jaccard >= 0.7;
    }
  }
  std::printf("| %s, one word in %zu | %zu |", std::string(edit.name).c_str(),
              step, total);
  for (const size_t count : high) {
    std::printf(" %.1f |", 100.0 * static_cast<double>(count) /
                               static_cast<double>(total));
  }
  std::printf("\n");
}

void PrintAllEdited(const std::vector<Text>& blocks, Shingler* shingler) {
  const WordPool pool = MakePool(blocks);
  std::printf("\n| J >= 0.7, %% | pairs |");
  for (const ShingleSpec& spec : kSpecs) {
    std::printf(" %s |", ShingleSpecName(spec).c_str());
  }
  std::printf("\n|---|---|");
  for (size_t s = 0; s < kSpecCount; ++s) std::printf("---|");
  std::printf("\n");
  for (const std::string_view name :
       {"one word substituted", "clitic added or removed",
        "space added or removed"}) {
    for (const Edit& edit : AllEdits()) {
      if (edit.name != name) continue;
      for (const size_t step : {20, 10}) {
        PrintEdited(blocks, pool, edit, step, shingler);
      }
    }
  }
}

void PrintCost(const std::vector<Text>& blocks, Shingler* shingler) {
  std::printf(
      "\n| shingle | shingles per MB | hash, ms per MB |"
      " 128 MinHash slots, ms per MB |\n|---|---|---|---|\n");
  const absl::StatusOr<MinHasher> hasher = MinHasher::Create({});
  std::vector<uint32_t> signature(128);
  for (const ShingleSpec& spec : kSpecs) {
    double bytes = 0, count = 0, hashed = 0, sketched = 0;
    Shingles all;
    for (size_t b = 0; b < blocks.size(); b += 8) {
      shingler->Read(blocks[b].tokens);
      bytes += static_cast<double>(blocks[b].tokens.size());
      const auto start = std::chrono::steady_clock::now();
      HashShingles(shingler->text(), spec, &all);
      const auto middle = std::chrono::steady_clock::now();
      hasher->Sketch(all, absl::MakeSpan(signature));
      const auto end = std::chrono::steady_clock::now();
      hashed += std::chrono::duration<double>(middle - start).count();
      sketched += std::chrono::duration<double>(end - middle).count();
      count += static_cast<double>(all.size());
    }
    std::printf("| %s | %.0f | %.2f | %.2f |\n", ShingleSpecName(spec).c_str(),
                count / bytes * 1e6, hashed / bytes * 1e9,
                sketched / bytes * 1e9);
  }
}

}  // namespace

void MeasureLong(const std::vector<Text>& texts, const Normalizer& normalizer) {
  Shingler shingler(normalizer);
  std::vector<Text> blocks;
  for (const Text& text : texts) {
    if (!text.title && text.words > 12) blocks.push_back(text);
  }
  std::printf("%zu different blocks of more than 12 words\n", blocks.size());
  PrintCost(blocks, &shingler);
  PrintAllEdited(blocks, &shingler);
  const std::vector<double> ceilings = PrintNeighbours(blocks, &shingler);
  const std::vector<TextPair> runs = PairsByWordRuns(blocks, &shingler);
  const std::vector<TextPair> bags = PairsByBag(blocks, &shingler, 0.7);
  PrintShares("word 5-grams J >= 0.3", blocks, runs, ceilings, &shingler);
  PrintShares("bags of words, cosine >= 0.7", blocks, bags, ceilings,
              &shingler);
}

}  // namespace tikrar::choice
