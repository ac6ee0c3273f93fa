#include "classify/related.h"

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "base/thread_pool.h"
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
// Documents that a thread takes at a time; then memory is given back.
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

// The short blocks of a document, by its source and by any.
void AddShortLines(const ClassifyCorpus& corpus, const TitleIndex& titles,
                   uint32_t doc, std::vector<ShortLine>* of_source,
                   std::vector<ShortLine>* of_any) {
  const ClassifyDocument& document = corpus.documents[doc];
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
    of_source->push_back({HeaderKey(document.source, line), title, doc});
    of_any->push_back({HeaderKey(kAnySource, line), title, doc});
  }
}

// Short blocks that a source, or many, repeat in front of other documents'
// titles.
absl::flat_hash_set<uint64_t> LearnHeaders(
    const ClassifyCorpus& corpus, const TitleIndex& titles,
    absl::Span<const uint32_t> source_documents,
    const FurnitureOptions& options, ThreadPool* pool) {
  StoredVector<ShortLine> of_source(corpus.store());
  StoredVector<ShortLine> of_any(corpus.store());
  std::mutex mutex;  // of both, which are sorted later
  pool->ParallelFor(
      corpus.documents.size(), kDocumentsAtOnce, [&](size_t begin, size_t end) {
        std::vector<ShortLine> source_lines, any_lines;
        for (size_t doc = begin; doc < end; ++doc) {
          AddShortLines(corpus, titles, static_cast<uint32_t>(doc),
                        &source_lines, &any_lines);
        }
        corpus.GiveBack();
        const std::lock_guard<std::mutex> lock(mutex);
        of_source.insert(of_source.end(), source_lines.begin(),
                         source_lines.end());
        of_any.insert(of_any.end(), any_lines.begin(), any_lines.end());
      });
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
  RelatedFinder(const RelatedContext& context, SpanMerger* merger,
                ThreadPool* pool)
      : context_(context), merger_(*merger), pool_(pool) {}

  // Adds the spans of all documents but those that have a block whose end
  // depends on what the source does elsewhere, which are returned.
  StoredVector<uint32_t> AddClear() {
    const size_t count = context_.corpus.documents.size();
    StoredVector<uint32_t> unclear(context_.corpus.store());
    pool_->ParallelFor(count, kDocumentsAtOnce, [&](size_t begin, size_t end) {
      Part part;
      for (size_t doc = begin; doc < end; ++doc) {
        AddIfClear(static_cast<uint32_t>(doc), &part);
      }
      Take(part, &unclear);
    });
    std::sort(unclear.begin(), unclear.end());
    return unclear;
  }

  // Once context.headers_within are known.
  void Add(absl::Span<const uint32_t> docs) {
    pool_->ParallelFor(
        docs.size(), kDocumentsAtOnce, [&](size_t begin, size_t end) {
          Part part;
          for (const uint32_t doc : docs.subspan(begin, end - begin)) {
            const std::vector<PageLine> page = Read(doc);
            AddAll(doc, page, FindExtents(context_, doc, page), &part.spans);
          }
          Take(part, nullptr);
        });
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
  // What a thread finds in some documents.
  struct Part {
    SpanMerger::Spans spans;
    std::vector<uint32_t> unclear;
    absl::flat_hash_map<uint64_t, Votes> votes;
  };

  void AddIfClear(uint32_t doc, Part* part) const {
    const std::vector<PageLine> page = Read(doc);
    const std::vector<RelatedExtent> extents = FindExtents(context_, doc, page);
    bool is_clear = true;
    for (const RelatedExtent& extent : extents) {
      if (!extent.has_header || extent.behind == Behind::kNothing) continue;
      Votes& votes = part->votes[extent.header_key];
      ++(extent.goes_on ? votes.articles : votes.others);
      is_clear &= extent.behind != Behind::kLikelyOthers;
    }
    if (is_clear) {
      AddAll(doc, page, extents, &part->spans);
    } else {
      part->unclear.push_back(doc);
    }
  }

  void Take(const Part& part, StoredVector<uint32_t>* unclear) {
    context_.corpus.GiveBack();
    const std::lock_guard<std::mutex> lock(mutex_);
    merger_.Take(part.spans);
    for (const auto& [key, votes] : part.votes) {
      votes_[key].articles += votes.articles;
      votes_[key].others += votes.others;
    }
    if (unclear == nullptr) return;
    unclear->insert(unclear->end(), part.unclear.begin(), part.unclear.end());
  }

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
              const std::vector<RelatedExtent>& extents,
              SpanMerger::Spans* added) const;

  const RelatedContext& context_;
  SpanMerger& merger_;
  ThreadPool* const pool_;
  std::mutex mutex_;  // of votes_ and of what the merger takes
  absl::flat_hash_map<uint64_t, Votes> votes_;
};

void RelatedFinder::AddAll(uint32_t doc, const std::vector<PageLine>& page,
                           const std::vector<RelatedExtent>& extents,
                           SpanMerger::Spans* added) const {
  std::vector<bool> is_taken(page.size());
  for (const RelatedExtent& extent : extents) {
    const std::vector<Role> roles = RolesOf(context_, doc, page, extent);
    for (size_t i = extent.begin; i < extent.end; ++i) {
      const Role role = roles[i - extent.begin];
      is_taken[i] = role != Role::kNone;
      if (!is_taken[i]) continue;
      merger_.AddRelated(doc, page[i], role, extent, i,
                         IsCertain(doc, page[i], role, extent, i), added);
    }
  }
  const std::vector<Role> roles = LexiconRoles(
      context_.corpus.documents[doc], context_.markers, page, is_taken);
  merger_.NameGiven(doc, context_.markers);
  for (size_t i = 0; i < page.size(); ++i) {
    if (roles[i] != Role::kNone) {
      merger_.AddBoilerplate(doc, page[i], roles[i], added);
    } else if (!is_taken[i] && !page[i].is_furniture) {
      const auto tail = context_.markers.FindInside(
          context_.corpus.documents[doc], page[i].block);
      if (tail.has_value() && tail->group != MarkerGroup::kRelated) {
        merger_.AddTail(doc, page[i], *tail, added);
      }
    }
  }
}

}  // namespace

Furniture FindRelated(const ClassifyCorpus& corpus,
                      const FurnitureOptions& options, Furniture boilerplate) {
  const absl::StatusOr<Markers> markers = Markers::Create(options.profile);
  if (!markers.ok()) return boilerplate;  // not with a profile that exists
  ThreadPool pool(std::max(options.threads, 1));
  const TitleIndex titles(corpus, *markers);
  const StoredVector<uint32_t> source_documents = CountSources(corpus);
  const absl::flat_hash_set<uint64_t> learned =
      LearnHeaders(corpus, titles, source_documents, options, &pool);
  absl::flat_hash_set<uint64_t> headers_within;
  const RelatedContext context = {corpus, *markers, titles, learned,
                                  headers_within};
  SpanMerger merger(corpus, std::move(boilerplate));
  RelatedFinder finder(context, &merger, &pool);
  const StoredVector<uint32_t> unclear = finder.AddClear();
  headers_within = finder.HeadersWithin();
  finder.Add(unclear);
  return std::move(merger).Finish(source_documents, options);
}

}  // namespace tikrar
