#include "classify/related_titles.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "classify/related_text.h"

namespace tikrar {
namespace {

// Shorter titles are names of columns and words of the language.
constexpr size_t kTitleTokens = 4;
constexpr size_t kLongTitleTokens = 30;
// A first line of more is the lead, not the headline.
constexpr size_t kFirstLineTokens = 20;
// A title of more documents than this is the name of a column.
constexpr ptrdiff_t kTitleDocuments = 12;
// A paragraph that tells one article from another; a sentence may be shorter.
constexpr uint32_t kLeadTokens = 15;
// So many words tell which lead a teaser was taken from, and the place and the
// agency in front of a lead are up to so many words, which a teaser leaves out.
constexpr size_t kOpeningTokens = 10;
constexpr size_t kDatelineTokens = 8;
constexpr size_t kRunTokens = 3;
// A run of words that so many titles share says nothing about which is meant.
constexpr ptrdiff_t kRunTitles = 16;
constexpr size_t kMostEdits = 2;
constexpr uint32_t kDocumentsAtOnce = 64;  // before memory is given back

uint64_t RunHash(const uint32_t* tokens) {
  return HashOfTokens({tokens, kRunTokens});
}

// Whether at most `limit` words were changed, dropped or added. A band of the
// edit matrix: O(size * limit).
bool WithinEdits(absl::Span<const uint32_t> a, absl::Span<const uint32_t> b,
                 size_t limit) {
  if (a.size() > b.size() + limit || b.size() > a.size() + limit) return false;
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    size_t least = row[0];
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1,
                         diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
      least = std::min(least, row[j]);
    }
    if (least > limit) return false;
  }
  return row.back() <= limit;
}

// Whether `line`, but for its last word, which may be cut, opens `title`.
bool IsCutFrom(absl::Span<const uint32_t> line,
               absl::Span<const uint32_t> title) {
  const size_t whole = line.size() - 1;
  return title.size() >= whole &&
         std::equal(line.begin(), line.begin() + whole, title.begin());
}

}  // namespace

uint64_t HashOfTokens(absl::Span<const uint32_t> tokens) {
  return HashBytes({reinterpret_cast<const char*>(tokens.data()),
                    tokens.size() * sizeof(uint32_t)});
}

TitleIndex::TitleIndex(const ClassifyCorpus& corpus, const Markers& markers)
    : titles_(corpus.store()),
      leads_(corpus.store()),
      own_(2 * corpus.documents.size(), 0, corpus.store()),
      title_tokens_(corpus.store()),
      title_starts_(1, 0, corpus.store()),
      title_docs_(corpus.store()),
      postings_(corpus.store()) {
  const size_t count = corpus.documents.size();
  std::vector<uint32_t> tokens;
  for (uint32_t doc = 0; doc < count; ++doc) {
    const ClassifyDocument& document = corpus.documents[doc];
    if (doc % kDocumentsAtOnce == 0) corpus.GiveBack();
    if (!document.title.empty()) {
      markers.Number(document.title, &tokens);
      own_[2 * doc] = HashOfTokens(tokens);
      AddTitle(doc, tokens);
    }
    if (document.blocks.empty()) continue;
    const auto tokens_of = [&](const ClassifyBlock& block) {
      return document.tokens.subspan(block.token_begin,
                                     block.token_end - block.token_begin);
    };
    const absl::Span<const uint32_t> first = tokens_of(document.blocks[0]);
    own_[2 * doc + 1] = HashOfTokens(first);
    const bool is_headline =
        first.size() < kFirstLineTokens &&
        LastMark(document.blocks[0].range.In(document.text)) != EndMark::kStop;
    if (is_headline && own_[2 * doc + 1] != own_[2 * doc]) AddTitle(doc, first);
    const auto lead = std::find_if(
        document.blocks.begin(), document.blocks.end(),
        [&](const ClassifyBlock& block) {
          const size_t size = block.token_end - block.token_begin;
          return size >= kLeadTokens ||
                 (size >= kOpeningTokens &&
                  LastMark(block.range.In(document.text)) == EndMark::kStop);
        });
    if (lead == document.blocks.end()) continue;
    AddLead(doc, tokens_of(*lead));
  }
  std::sort(titles_.begin(), titles_.end());
  std::sort(leads_.begin(), leads_.end());
  std::sort(postings_.begin(), postings_.end());
}

void TitleIndex::AddTitle(uint32_t doc, absl::Span<const uint32_t> tokens) {
  if (tokens.size() < kTitleTokens || tokens.size() > kLongTitleTokens) return;
  titles_.push_back({HashOfTokens(tokens), doc});
  const auto title = static_cast<uint32_t>(title_docs_.size());
  title_docs_.push_back(doc);
  title_tokens_.insert(title_tokens_.end(), tokens.begin(), tokens.end());
  title_starts_.push_back(static_cast<uint32_t>(title_tokens_.size()));
  for (size_t i = 0; i + kRunTokens <= tokens.size(); ++i) {
    postings_.push_back({RunHash(tokens.data() + i), title});
  }
}

void TitleIndex::AddLead(uint32_t doc, absl::Span<const uint32_t> tokens) {
  for (size_t i = 0;
       i <= kDatelineTokens && i + kOpeningTokens <= tokens.size(); ++i) {
    leads_.push_back({HashOfTokens(tokens.subspan(i, kOpeningTokens)), doc});
  }
}

bool TitleIndex::IsOwn(uint32_t doc, absl::Span<const uint32_t> line) const {
  return IsOwnHash(doc, HashOfTokens(line));
}

bool TitleIndex::IsOwnHash(uint32_t doc, uint64_t hash) const {
  return own_[2 * doc] == hash || own_[2 * doc + 1] == hash;
}

// None if so many have it that it says nothing.
std::vector<uint32_t> TitleIndex::OthersOf(const StoredVector<Entry>& entries,
                                           uint64_t hash, uint32_t doc) {
  std::vector<uint32_t> others;
  const auto begin =
      std::lower_bound(entries.begin(), entries.end(), Entry{hash, 0});
  for (auto entry = begin; entry != entries.end() && entry->hash == hash;
       ++entry) {
    if (entry - begin >= kTitleDocuments) return {};
    if (entry->doc != doc) others.push_back(entry->doc);
  }
  return others;
}

std::vector<uint32_t> TitleIndex::OthersOfTitle(
    uint32_t doc, absl::Span<const uint32_t> line) const {
  if (line.size() < kTitleTokens || line.size() > kLongTitleTokens) return {};
  const uint64_t hash = HashOfTokens(line);
  if (IsOwnHash(doc, hash)) return {};
  return OthersOf(titles_, hash, doc);
}

bool TitleIndex::IsOtherTitle(uint32_t doc,
                              absl::Span<const uint32_t> line) const {
  return !OthersOfTitle(doc, line).empty();
}

TitleMatch TitleIndex::Match(uint32_t doc, absl::Span<const uint32_t> line,
                             bool is_cut) const {
  if (line.size() < kTitleTokens || line.size() > kLongTitleTokens) {
    return TitleMatch::kNone;
  }
  if (IsOwn(doc, line)) return TitleMatch::kNone;
  if (IsOtherTitle(doc, line)) return TitleMatch::kExact;
  const size_t limit = std::min(kMostEdits, line.size() / 4);
  for (size_t i = 0; i + kRunTokens <= line.size(); ++i) {
    const uint64_t hash = RunHash(line.data() + i);
    const auto begin =
        std::lower_bound(postings_.begin(), postings_.end(), Posting{hash, 0});
    auto end = begin;
    while (end != postings_.end() && end->hash == hash &&
           end - begin <= kRunTitles) {
      ++end;
    }
    if (end - begin > kRunTitles) continue;
    for (auto posting = begin; posting != end; ++posting) {
      if (title_docs_[posting->title] == doc) continue;
      const uint32_t start = title_starts_[posting->title];
      const absl::Span<const uint32_t> title(
          title_tokens_.data() + start,
          title_starts_[posting->title + 1] - start);
      // The same words were refused above: the name of a column.
      if (title == line || IsOwnHash(doc, HashOfTokens(title))) continue;
      if (WithinEdits(line, title, limit) ||
          (is_cut && IsCutFrom(line, title))) {
        return TitleMatch::kNear;
      }
    }
  }
  return TitleMatch::kNone;
}

std::vector<uint32_t> TitleIndex::OthersOfLead(
    uint32_t doc, absl::Span<const uint32_t> paragraph) const {
  if (paragraph.size() < kOpeningTokens) return {};
  const uint64_t hash = HashOfTokens(paragraph.first(kOpeningTokens));
  if (std::binary_search(leads_.begin(), leads_.end(), Entry{hash, doc})) {
    return {};
  }
  return OthersOf(leads_, hash, doc);
}

}  // namespace tikrar
