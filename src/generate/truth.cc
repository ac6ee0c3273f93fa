#include "generate/truth.h"

#include <algorithm>
#include <tuple>

#include "report/json_writer.h"
#include "sketch/hash_set.h"
#include "tikrar/sketch.h"
#include "tikrar/text.h"
#include "tikrar/verify.h"

namespace tikrar {
namespace {

struct Place {
  uint32_t doc;
  const Occurrence* occurrence;
};

// Numbers texts so that no two of a corpus share a number.
int64_t FamilyNumber(uint64_t cell, const Part& part) {
  constexpr uint64_t kPartsPerStory = 256;
  constexpr uint64_t kPartsPerParagraph = 16;
  uint64_t within = 0;
  if (part.sort != PartSort::kStory) {
    within = 1 + kPartsPerParagraph * part.paragraph;
    if (part.sort == PartSort::kQuote) within += 1;
    if (part.sort == PartSort::kSpeech) within += 2 + part.speech;
  }
  return static_cast<int64_t>(
      (cell * kCellDocuments + part.story) * kPartsPerStory + within);
}

std::string_view KindOf(absl::Span<const Place> places,
                        const std::vector<DocumentPlan>& plans) {
  for (const Place& place : places) {
    if (plans[place.doc].copying == Copying::kDuplicate) return "duplicate";
  }
  return "syndicated";
}

// The way the pair differs: the copy's, or if both are copies the stronger.
std::string_view ObfuscationOf(const Occurrence& a, const Occurrence& b) {
  constexpr std::string_view kWeakestFirst[] = {
      "none",      "swapped",        "edited",
      "contained", "phrase-shuffle", "word-shuffle"};
  const auto rank = [&](std::string_view name) {
    return std::find(std::begin(kWeakestFirst), std::end(kWeakestFirst), name);
  };
  return rank(a.obfuscation) < rank(b.obfuscation) ? b.obfuscation
                                                   : a.obfuscation;
}

// The set of shingles of a page without its furniture.
std::vector<uint64_t> ContentShingles(const Page& page,
                                      const Normalizer& normalizer) {
  std::string content;
  uint32_t at = 0;
  for (const PageSpan& span : page.spans) {
    content += std::string_view(page.text).substr(at, span.range.begin - at);
    // What the furniture kept apart stays so.
    content += '\n';
    at = span.range.end;
  }
  content += std::string_view(page.text).substr(at);
  NormalizedText normalized;
  normalizer.Normalize(content, &normalized);
  std::vector<uint64_t> shingles, scratch;
  HashShingles(normalized, DefaultShingle(), &shingles);
  SortUniqueHashes(&shingles, &scratch);
  return shingles;
}

// The documents that have one article, and which are near copies.
struct CopyGroup {
  absl::Span<const Place> places;
  std::vector<SetSimilarity> similarity;  // of places i < k at i * size + k
  std::vector<size_t> first;  // by place, the first of its near copies, itself
                              // if there are none

  const SetSimilarity& Of(size_t i, size_t k) const {
    return similarity[i * places.size() + k];
  }
  bool IsNear(size_t i, size_t k) const {
    return Of(i, k).jaccard >= JudgeOptions().threshold ||
           Of(i, k).containment >= JudgeOptions().containment;
  }
  bool IsAlone(size_t i) const {
    return std::count(first.begin(), first.end(), first[i]) == 1;
  }
};

void Compare(const std::vector<Page>& pages, CopyGroup* group) {
  const absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
  const size_t size = group->places.size();
  std::vector<std::vector<uint64_t>> shingles;
  for (const Place& place : group->places) {
    shingles.push_back(ContentShingles(pages[place.doc], *normalizer));
  }
  group->similarity.resize(size * size);
  for (size_t i = 0; i < size; ++i) group->first.push_back(i);
  for (size_t i = 0; i < size; ++i) {
    for (size_t k = i + 1; k < size; ++k) {
      group->similarity[i * size + k] = CompareSets(shingles[i], shingles[k]);
      if (!group->IsNear(i, k)) continue;
      const auto [low, high] = std::minmax(group->first[i], group->first[k]);
      std::replace(group->first.begin(), group->first.end(), size_t{high},
                   size_t{low});
    }
  }
}

class Resolver {
 public:
  Resolver(uint64_t cell, const std::vector<DocumentPlan>& plans,
           const std::vector<Page>& pages, ThreadPool* pool)
      : cell_(cell), plans_(plans), pages_(pages), pool_(*pool) {}

  Truth Resolve() {
    truth_.cluster_of.resize(pages_.size());
    std::vector<Place> places;
    for (uint32_t doc = 0; doc < pages_.size(); ++doc) {
      truth_.cluster_of[doc] = doc;
      for (const PageSpan& span : pages_[doc].spans) {
        truth_.spans.push_back({.doc = doc,
                                .range = span.range,
                                .kind = span.kind,
                                .role = span.role});
      }
      for (const Occurrence& occurrence : pages_[doc].occurrences) {
        places.push_back({doc, &occurrence});
      }
    }
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
      return std::tie(a.occurrence->part, a.doc) <
             std::tie(b.occurrence->part, b.doc);
    });
    AddGroups(places);
    Sort();
    return std::move(truth_);
  }

 private:
  // Articles first: they say which documents are near copies.
  void AddGroups(const std::vector<Place>& places) {
    std::vector<CopyGroup> copies;
    std::vector<absl::Span<const Place>> parts;
    for (size_t begin = 0, end = 0; begin < places.size(); begin = end) {
      const Part& part = places[begin].occurrence->part;
      while (end < places.size() && places[end].occurrence->part == part) ++end;
      if (end - begin < 2) continue;
      parts.push_back(absl::MakeConstSpan(&places[begin], end - begin));
      if (part.sort != PartSort::kStory) continue;
      copies.emplace_back().places = parts.back();
      parts.pop_back();
    }
    pool_.ParallelFor(copies.size(), 4, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) Compare(pages_, &copies[i]);
    });
    for (const CopyGroup& group : copies) AddCopies(group);
    for (const absl::Span<const Place> group : parts) AddParts(group);
  }

  void AddCopies(const CopyGroup& group) {
    const std::string_view kind = KindOf(group.places, plans_);
    const size_t size = group.places.size();
    for (size_t i = 0; i < size; ++i) {
      const bool is_alone = group.IsAlone(i);
      if (!is_alone) AddSpan(group.places[i], kind);
      // With one that is no near copy the article is shared as a passage.
      const auto near = static_cast<size_t>(
          std::count(group.first.begin(), group.first.end(), group.first[i]));
      if (near < size) AddSpan(group.places[i], "passage");
      truth_.cluster_of[group.places[i].doc] = group.places[group.first[i]].doc;
      for (size_t k = 0; k < i; ++k) {
        if (group.IsNear(k, i)) {
          AddMatch(group.places[k], group.places[i], kind);
          TruthMatch& match = truth_.matches.back();
          match.is_document = true;
          match.jaccard = group.Of(k, i).jaccard;
          match.containment = group.Of(k, i).containment;
        } else if (group.first[k] != group.first[i]) {
          AddMatch(group.places[k], group.places[i], "passage");
        }
      }
    }
  }

  // Paragraphs and quotations.
  void AddParts(absl::Span<const Place> places) {
    const PartSort sort = places[0].occurrence->part.sort;
    if (sort == PartSort::kSpeech &&
        std::all_of(places.begin(), places.end(), [&](const Place& place) {
          return truth_.cluster_of[place.doc] ==
                 truth_.cluster_of[places[0].doc];
        })) {
      return;
    }
    const std::string_view kind =
        sort == PartSort::kParagraph ? "passage" : "quote";
    for (size_t i = 0; i < places.size(); ++i) {
      AddSpan(places[i], kind);
      // Reported words are part of a copied paragraph, and the match of that
      // says all.
      if (sort == PartSort::kSpeech) continue;
      for (size_t k = 0; k < i; ++k) AddMatch(places[k], places[i], kind);
    }
  }

  void AddSpan(const Place& place, std::string_view kind) {
    const Occurrence& at = *place.occurrence;
    truth_.spans.push_back({.doc = place.doc,
                            .range = at.range,
                            .kind = kind,
                            .role = "",
                            .family = FamilyNumber(cell_, at.part),
                            .score = at.score,
                            .obfuscation = at.obfuscation,
                            .edits = at.edits});
  }

  void AddMatch(const Place& a, const Place& b, std::string_view kind) {
    const Occurrence& first = *a.occurrence;
    const Occurrence& second = *b.occurrence;
    truth_.matches.push_back({.kind = kind,
                              .a_doc = a.doc,
                              .a = first.range,
                              .b_doc = b.doc,
                              .b = second.range,
                              .obfuscation = ObfuscationOf(first, second),
                              .edits = first.edits | second.edits});
  }

  void Sort() {
    std::stable_sort(
        truth_.spans.begin(), truth_.spans.end(),
        [](const TruthSpan& a, const TruthSpan& b) {
          return std::tie(a.doc, a.range.begin, a.range.end, a.kind) <
                 std::tie(b.doc, b.range.begin, b.range.end, b.kind);
        });
    std::stable_sort(truth_.matches.begin(), truth_.matches.end(),
                     [](const TruthMatch& a, const TruthMatch& b) {
                       return std::tie(a.a_doc, a.a.begin, a.b_doc, a.b.begin) <
                              std::tie(b.a_doc, b.a.begin, b.b_doc, b.b.begin);
                     });
  }

  uint64_t cell_;
  const std::vector<DocumentPlan>& plans_;
  const std::vector<Page>& pages_;
  ThreadPool& pool_;
  Truth truth_;
};

void WriteRange(std::string_view doc, const TextRange& range,
                JsonWriter* json) {
  json->Key("doc").String(doc);
  json->Key("begin").Unsigned(range.begin);
  json->Key("end").Unsigned(range.end);
}

void WriteEdits(std::string_view obfuscation, Edits edits, JsonWriter* json) {
  json->Key("edits").String(obfuscation);
  json->Key("changes").BeginArray();
  for (const std::string_view name : EditNames(edits)) json->String(name);
  json->EndArray();
}

}  // namespace

Truth ResolveTruth(uint64_t cell, const std::vector<DocumentPlan>& plans,
                   const std::vector<Page>& pages, ThreadPool* pool) {
  return Resolver(cell, plans, pages, pool).Resolve();
}

void AppendSpanLines(const Truth& truth, const std::vector<Page>& pages,
                     std::string* out) {
  size_t next = 0;
  for (uint32_t doc = 0; doc < pages.size(); ++doc) {
    if (next == truth.spans.size() || truth.spans[next].doc != doc) {
      JsonWriter json(out);
      json.BeginObject().Key("doc").String(pages[doc].id).EndObject();
      *out += '\n';
    }
    for (; next < truth.spans.size() && truth.spans[next].doc == doc; ++next) {
      const TruthSpan& span = truth.spans[next];
      JsonWriter json(out);
      json.BeginObject();
      WriteRange(pages[doc].id, span.range, &json);
      json.Key("kind").String(span.kind);
      json.Key("role").StringOrNull(span.role);
      json.Key("family");
      if (span.family < 0) {
        json.Null();
      } else {
        json.Unsigned(static_cast<uint64_t>(span.family));
      }
      json.Key("score").Number(span.score);
      WriteEdits(span.obfuscation, span.edits, &json);
      json.EndObject();
      *out += '\n';
    }
  }
}

void AppendMatchLines(const Truth& truth, const std::vector<Page>& pages,
                      std::string* out) {
  for (const TruthMatch& match : truth.matches) {
    JsonWriter json(out);
    json.BeginObject();
    json.Key("unit").String(match.is_document ? "document" : "passage");
    json.Key("kind").String(match.kind);
    json.Key("a").BeginObject();
    WriteRange(pages[match.a_doc].id, match.a, &json);
    json.EndObject();
    json.Key("b").BeginObject();
    WriteRange(pages[match.b_doc].id, match.b, &json);
    json.EndObject();
    if (match.is_document) {
      json.Key("jaccard").Number(match.jaccard);
      json.Key("containment").Number(match.containment);
    }
    WriteEdits(match.obfuscation, match.edits, &json);
    json.EndObject();
    *out += '\n';
  }
}

void AppendClusterLines(const Truth& truth, const std::vector<Page>& pages,
                        std::string* out) {
  for (size_t doc = 0; doc < pages.size(); ++doc) {
    JsonWriter json(out);
    json.BeginObject();
    json.Key("doc").String(pages[doc].id);
    json.Key("cluster").String(pages[truth.cluster_of[doc]].id);
    json.EndObject();
    *out += '\n';
  }
}

void AppendTrapLines(const std::vector<Page>& pages, std::string* out) {
  for (const Page& page : pages) {
    for (const Trap& trap : page.traps) {
      JsonWriter json(out);
      json.BeginObject();
      WriteRange(page.id, trap.range, &json);
      json.Key("trap").String(trap.name);
      json.EndObject();
      *out += '\n';
    }
  }
}

}  // namespace tikrar
