#include "classify/common_words.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

// A word among the first kSampleTokens of this share of the documents is
// common. A list has at most kMostCommon times as many as the texts have.
constexpr size_t kSampleTokens = 64;
constexpr double kCommonShare = 0.15;
constexpr double kMostCommon = 0.6;

Tokens Sample(const SourceView& view, size_t i) {
  const Tokens tokens = view.Document(i).tokens;
  return tokens.subspan(0, std::min(tokens.size(), kSampleTokens));
}

}  // namespace

CommonWords::CommonWords(const SourceView& view) {
  const size_t count = view.documents.size();
  absl::flat_hash_map<uint32_t, uint32_t> documents;
  std::vector<uint32_t> words;
  for (size_t i = 0; i < count; ++i) {
    const Tokens sample = Sample(view, i);
    words.assign(sample.begin(), sample.end());
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (const uint32_t word : words) ++documents[word];
  }
  for (const auto& [word, carriers] : documents) {
    if (!IsNumberToken(word) &&
        carriers >= kCommonShare * static_cast<double>(count)) {
      words_.insert(word);
    }
  }
  size_t all = 0;
  size_t common = 0;
  for (size_t i = 0; i < count; ++i) {
    const Tokens sample = Sample(view, i);
    all += sample.size();
    common += std::count_if(sample.begin(), sample.end(), [&](uint32_t word) {
      return words_.contains(word);
    });
  }
  share_ = static_cast<double>(common) /
           static_cast<double>(std::max<size_t>(all, 1));
}

bool CommonWords::IsRunningText(size_t common, size_t words) const {
  return static_cast<double>(common) >
         kMostCommon * share_ * static_cast<double>(words);
}

}  // namespace tikrar
