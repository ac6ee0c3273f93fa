#include "align/partner_words.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"

namespace tikrar {
namespace {

constexpr size_t kLeastRingWords =
    StoredReader<uint32_t>::kMostBytes / sizeof(uint32_t);
// Documents of as many words have an entry each.
constexpr size_t kWordsPerEntry = 64;

}  // namespace

PartnerWords::PartnerWords(size_t ring_words)
    : ring_words_(std::max(ring_words, kLeastRingWords)) {}

void PartnerWords::MakeRing() {
  ring_.resize(ring_words_);
  entries_.resize(std::bit_ceil(ring_words_ / kWordsPerEntry));
}

uint64_t PartnerWords::NextPlace(size_t size) const {
  const uint64_t left = ring_.size() - end_ % ring_.size();
  return size <= left ? end_ : end_ + left;
}

TokenIds PartnerWords::Read(uint32_t doc, TokenIds words,
                            const StoredReader<uint32_t>& reader) {
  if (reader.is_in_place() || words.size() > kLeastRingWords) return words;
  if (ring_.empty()) MakeRing();
  Entry& entry = entries_[Mix64(doc) & (entries_.size() - 1)];
  if (entry.is_set && entry.doc == doc && end_ - entry.begin <= ring_.size()) {
    return {ring_.data() + entry.begin % ring_.size(), words.size()};
  }
  const uint64_t begin = NextPlace(words.size());
  end_ = begin + words.size();  // even if that fails on the way
  uint32_t* const place = ring_.data() + begin % ring_.size();
  if (!reader.ReadTo(words, place)) return words;
  entry = {begin, doc, true};
  return {place, words.size()};
}

}  // namespace tikrar
