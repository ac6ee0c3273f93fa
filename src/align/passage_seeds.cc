#include "align/passage_seeds.h"

#include <algorithm>
#include <tuple>

#include "base/hash.h"

namespace tikrar {
namespace {

// The places of the n-grams of a document are all over the table.
constexpr size_t kFetchAhead = 8;

// The run of equal tokens through a[position], b[b_position].
MatchedRun RunThrough(TokenIds a, uint32_t position, TokenIds b,
                      uint32_t b_position) {
  uint32_t before = 0;
  const uint32_t most_before = std::min(position, b_position);
  while (before < most_before &&
         a[position - before - 1] == b[b_position - before - 1]) {
    ++before;
  }
  uint32_t after = 0;
  const size_t most_after =
      std::min(a.size() - position, b.size() - b_position);
  while (after < most_after && a[position + after] == b[b_position + after]) {
    ++after;
  }
  return {position - before, b_position - before, before + after};
}

}  // namespace

void PassageCorpus::CopyTokens() {
  size_t size = 0;
  for (const auto& document : documents) size += document.size();
  if (size == 0) return;
  tokens.reserve(size);  // spans stay where they are
  Store* const store = tokens.get_allocator().store();
  const StoredReader<uint32_t> reader(store, documents.front().data());
  std::vector<uint32_t> buffer;
  for (size_t doc = 0; doc < documents.size(); ++doc) {
    GiveBackAt(doc, store);
    const size_t begin = tokens.size();
    const TokenIds read = reader.Read(documents[doc], &buffer);
    tokens.insert(tokens.end(), read.begin(), read.end());
    documents[doc] = absl::MakeConstSpan(tokens).subspan(begin);
  }
}

void SeedFinder::Find(uint32_t x, Scratch* scratch,
                      std::vector<PartnerRun>* runs) const {
  runs->clear();
  scratch->Clear();
  const absl::Span<const GramIndex::Sample> samples = grams_.SamplesOf(x);
  for (size_t i = 0; i < samples.size(); ++i) {
    GramPlace one;
    if (i + kFetchAhead < samples.size() && place_reader_.is_in_place()) {
      __builtin_prefetch(
          grams_.LaterPlaces(samples[i + kFetchAhead], &one).data());
    }
    const absl::Span<const GramPlace> later =
        grams_.LaterPlaces(samples[i], &one);
    FindAt(x, samples[i].position, place_reader_.Read(later, &scratch->places_),
           scratch, runs);
  }
  std::sort(runs->begin(), runs->end(),
            [](const PartnerRun& r, const PartnerRun& s) {
              return std::tie(r.partner, r.run.a_begin, r.run.b_begin) <
                     std::tie(s.partner, s.run.a_begin, s.run.b_begin);
            });
}

void SeedFinder::FindAt(uint32_t x, uint32_t position,
                        absl::Span<const GramPlace> later, Scratch* scratch,
                        std::vector<PartnerRun>* runs) const {
  const absl::Span<const uint32_t> words = words_.WordsOf(x);
  for (const GramPlace& place : later) {
    if (!corpus_.MayMatch(x, place.doc)) continue;
    uint32_t& reach = scratch->ReachOf(place.doc, position - place.position);
    if (reach > position) continue;
    const MatchedRun run = RunThrough(
        words, position, WordsOf(place.doc, scratch), place.position);
    // Another document each time: one of many copies leads to gigabytes.
    GiveBack(words_.words.get_allocator().store());
    if (run.length == 0) continue;  // two n-grams of one hash
    reach = run.a_end();
    runs->push_back({place.doc, run});
  }
}

TokenIds SeedFinder::WordsOf(uint32_t doc, Scratch* scratch) const {
  return scratch->partner_words_.Read(doc, words_.WordsOf(doc), word_reader_);
}

void SeedFinder::Scratch::Clear() {
  ++epoch_;
  size_ = 0;
}

SeedFinder::Scratch::Slot& SeedFinder::Scratch::Find(uint64_t key) {
  const size_t mask = slots_.size() - 1;
  size_t i = Mix64(key) & mask;
  while (slots_[i].epoch == epoch_ && slots_[i].key != key) i = (i + 1) & mask;
  return slots_[i];
}

uint32_t& SeedFinder::Scratch::ReachOf(uint32_t partner, uint32_t diagonal) {
  if (2 * size_ >= slots_.size()) Grow();
  const uint64_t key = uint64_t{partner} << 32 | diagonal;
  Slot& slot = Find(key);
  if (slot.epoch != epoch_) {
    slot = {key, epoch_, 0};
    ++size_;
  }
  return slot.reach;
}

void SeedFinder::Scratch::Grow() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  for (const Slot& slot : old) {
    if (slot.epoch == epoch_) Find(slot.key) = slot;
  }
}

}  // namespace tikrar
