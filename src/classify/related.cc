#include "classify/related.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "classify/lexicon.h"
#include "classify/marker.h"
#include "classify/related_extent.h"
#include "classify/related_page.h"
#include "classify/related_roles.h"
#include "classify/related_spans.h"
#include "classify/related_titles.h"

namespace tikrar {
namespace {

constexpr uint32_t kLearnedTokens = 6;
// Of the times that a learned header stands in the source, in so many another
// document's title follows.
constexpr double kLearnedShare = 0.5;
// A header that sources have in common stands in front of so many titles, each
// another: one letter in many papers has the same two lines everywhere.
constexpr uint32_t kAnySourceTitles = 8;
// Documents whose lines are looked up among the titles before memory is given
// back.
constexpr uint32_t kDocumentsAtOnce = 64;

struct ShortLine {
  uint64_t key;
  uint64_t title;  // the hash of the other document's title behind it, or 0
  uint32_t doc;
  friend auto operator<=>(const ShortLine&, const ShortLine&) = default;
};

StoredVector<uint32_t> CountSources(const ClassifyCorpus& corpus) {
  StoredVector<uint32_t> documents(corpus.sources, 0, corpus.store());
  for (const ClassifyDocument& document : corpus.documents) {
    ++documents[document.source];
  }
  return documents;
}

bool IsEnough(uint32_t documents, uint32_t source_documents,
              const FurnitureOptions& options) {
  return documents >= static_cast<uint32_t>(options.min_documents) &&
         documents >= options.min_share * source_documents;
}

// Adds the keys of lines that often enough stand in front of titles.
template <typename IsOften>
void AddLearned(StoredVector<ShortLine> lines, IsOften is_often,
                absl::flat_hash_set<uint64_t>* headers) {
  std::sort(lines.begin(), lines.end());
  for (size_t begin = 0; begin < lines.size();) {
    size_t end = begin;
    uint32_t followed = 0;
    uint32_t titles = 0;
    for (; end < lines.size() && lines[end].key == lines[begin].key; ++end) {
      if (lines[end].title == 0) continue;
      ++followed;
      titles += end == begin || lines[end].title != lines[end - 1].title;
    }
    if (is_often(lines[begin], followed, titles) &&
        followed >= kLearnedShare * static_cast<double>(end - begin)) {
      headers->insert(lines[begin].key);
    }
    begin = end;
  }
}

// Short blocks that a source, or many, repeat in front of other documents'
// titles.
absl::flat_hash_set<uint64_t> LearnHeaders(
    const ClassifyCorpus& corpus, const TitleIndex& titles,
    absl::Span<const uint32_t> source_documents,
    const FurnitureOptions& options) {
  StoredVector<ShortLine> of_source(corpus.store());
  StoredVector<ShortLine> of_any(corpus.store());
  for (uint32_t doc = 0; doc < corpus.documents.size(); ++doc) {
    const ClassifyDocument& document = corpus.documents[doc];
    if (doc % kDocumentsAtOnce == 0) corpus.GiveBack();
    for (size_t i = 0; i + 1 < document.blocks.size(); ++i) {
      const absl::Span<const uint32_t> line =
          TokensOf(document, document.blocks[i]);
      if (line.size() > kLearnedTokens || titles.IsOwn(doc, line) ||
          titles.IsOtherTitle(doc, line)) {
        continue;
      }
      const absl::Span<const uint32_t> next =
          TokensOf(document, document.blocks[i + 1]);
      const uint64_t title =
          titles.IsOtherTitle(doc, next) ? HashOfTokens(next) : 0;
      of_source.push_back({HeaderKey(document.source, line), title, doc});
      of_any.push_back({HeaderKey(kAnySource, line), title, doc});
    }
  }
  absl::flat_hash_set<uint64_t> headers;
  const auto is_often_in_source = [&](const ShortLine& line, uint32_t documents,
                                      uint32_t) {
    const uint32_t source = corpus.documents[line.doc].source;
    return IsEnough(documents, source_documents[source], options);
  };
  AddLearned(std::move(of_source), is_often_in_source, &headers);
  const auto is_often = [](const ShortLine&, uint32_t, uint32_t others) {
    return others >= kAnySourceTitles;
  };
  AddLearned(std::move(of_any), is_often, &headers);
  return headers;
}

// What the blocks under one header have behind them.
struct Votes {
  uint32_t articles = 0;
  uint32_t others = 0;
};
// The article goes on behind a header of a source if it does so that often,
// and so many times as often as other articles seem to follow.
constexpr uint32_t kLeastVotes = 5;
constexpr uint32_t kVoteRatio = 4;

class RelatedFinder {
 public:
  RelatedFinder(const RelatedContext& context, SpanMerger* merger)
      : context_(context), merger_(*merger) {}

  // Adds the spans of a document, unless it has a block whose end depends on
  // what the source does elsewhere: then false, and nothing is added.
  bool AddIfClear(uint32_t doc) {
    const std::vector<PageLine> page = Read(doc);
    const std::vector<RelatedExtent> extents = FindExtents(context_, doc, page);
    bool is_clear = true;
    for (const RelatedExtent& extent : extents) {
      if (!extent.has_header || extent.behind == Behind::kNothing) continue;
      Votes& votes = votes_[extent.header_key];
      ++(extent.goes_on ? votes.articles : votes.others);
      is_clear &= extent.behind != Behind::kLikelyOthers;
    }
    if (is_clear) AddAll(doc, page, extents);
    return is_clear;
  }

  void Add(uint32_t doc) {
    const std::vector<PageLine> page = Read(doc);
    AddAll(doc, page, FindExtents(context_, doc, page));
  }

  absl::flat_hash_set<uint64_t> HeadersWithin() const {
    absl::flat_hash_set<uint64_t> headers;
    for (const auto& [key, votes] : votes_) {
      if (votes.articles >= kLeastVotes &&
          votes.articles >= kVoteRatio * votes.others) {
        headers.insert(key);
      }
    }
    return headers;
  }

 private:
  std::vector<PageLine> Read(uint32_t doc) const {
    return ReadPage(context_.corpus.documents[doc], context_.markers,
                    merger_.Given(doc));
  }
  // Whether the line is one of the list, whatever else it looks like.
  bool IsCertain(uint32_t doc, const PageLine& line, Role role,
                 const RelatedExtent& extent, size_t index) const {
    const absl::Span<const uint32_t> tokens =
        TokensOf(context_.corpus.documents[doc], line.block);
    if (role == Role::kHeadline) {
      return context_.titles.IsOtherTitle(doc, tokens);
    }
    if (role == Role::kArticle || role == Role::kTeaser) {
      if (context_.titles.OpensOther(doc, tokens)) return true;
    }
    return extent.has_teasers && index < extent.list_end;
  }
  void AddAll(uint32_t doc, const std::vector<PageLine>& page,
              const std::vector<RelatedExtent>& extents);

  const RelatedContext& context_;
  SpanMerger& merger_;
  absl::flat_hash_map<uint64_t, Votes> votes_;
};

void RelatedFinder::AddAll(uint32_t doc, const std::vector<PageLine>& page,
                           const std::vector<RelatedExtent>& extents) {
  std::vector<bool> is_taken(page.size());
  for (const RelatedExtent& extent : extents) {
    const std::vector<Role> roles = RolesOf(context_, doc, page, extent);
    for (size_t i = extent.begin; i < extent.end; ++i) {
      const Role role = roles[i - extent.begin];
      is_taken[i] = role != Role::kNone;
      if (!is_taken[i]) continue;
      merger_.AddRelated(doc, page[i], role, extent, i,
                         IsCertain(doc, page[i], role, extent, i));
    }
  }
  const std::vector<Role> roles = LexiconRoles(
      context_.corpus.documents[doc], context_.markers, page, is_taken);
  merger_.NameGiven(doc, context_.markers);
  for (size_t i = 0; i < page.size(); ++i) {
    if (roles[i] != Role::kNone) {
      merger_.AddBoilerplate(doc, page[i], roles[i]);
    } else if (!is_taken[i] && !page[i].is_furniture) {
      const auto tail = context_.markers.FindInside(
          context_.corpus.documents[doc], page[i].block);
      if (tail.has_value() && tail->group != MarkerGroup::kRelated) {
        merger_.AddTail(doc, page[i], *tail);
      }
    }
  }
}

}  // namespace

Furniture FindRelated(const ClassifyCorpus& corpus,
                      const FurnitureOptions& options, Furniture boilerplate) {
  const absl::StatusOr<Markers> markers = Markers::Create(options.profile);
  if (!markers.ok()) return boilerplate;  // not with a profile that exists
  const TitleIndex titles(corpus, *markers);
  const StoredVector<uint32_t> source_documents = CountSources(corpus);
  const absl::flat_hash_set<uint64_t> learned =
      LearnHeaders(corpus, titles, source_documents, options);
  absl::flat_hash_set<uint64_t> headers_within;
  const RelatedContext context = {corpus, *markers, titles, learned,
                                  headers_within};
  SpanMerger merger(corpus, std::move(boilerplate));
  RelatedFinder finder(context, &merger);
  StoredVector<uint32_t> unclear(corpus.store());
  for (uint32_t doc = 0; doc < corpus.documents.size(); ++doc) {
    if (doc % kDocumentsAtOnce == 0) corpus.GiveBack();
    if (!finder.AddIfClear(doc)) unclear.push_back(doc);
  }
  headers_within = finder.HeadersWithin();
  for (const uint32_t doc : unclear) finder.Add(doc);
  return std::move(merger).Finish(source_documents, options);
}

}  // namespace tikrar
