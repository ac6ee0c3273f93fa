#include "generate/truth.h"

#include <algorithm>
#include <tuple>

#include "report/json_writer.h"

namespace tikrar {
namespace {

struct Place {
  uint32_t doc;
  const Occurrence* occurrence;
};

// Numbers texts so that no two of a corpus share a number.
int64_t FamilyNumber(uint64_t cell, const Part& part) {
  constexpr uint64_t kPartsPerStory = 64;
  uint64_t within = 0;
  if (part.sort == PartSort::kParagraph) within = 1 + 2 * part.paragraph;
  if (part.sort == PartSort::kQuote) within = 2 + 2 * part.paragraph;
  return static_cast<int64_t>(
      (cell * kCellDocuments + part.story) * kPartsPerStory + within);
}

std::string_view KindOf(const Part& part, absl::Span<const Place> places,
                        const std::vector<DocumentPlan>& plans) {
  if (part.sort == PartSort::kParagraph) return "passage";
  if (part.sort == PartSort::kQuote) return "quote";
  for (const Place& place : places) {
    if (plans[place.doc].copying == Copying::kDuplicate) return "duplicate";
  }
  return "syndicated";
}

// The way the pair differs: the copy's, or if both are copies the stronger.
std::string_view ObfuscationOf(const Occurrence& a, const Occurrence& b) {
  constexpr std::string_view kWeakestFirst[] = {
      "none",   "swapped",        "contained",
      "edited", "phrase-shuffle", "word-shuffle"};
  const auto rank = [&](std::string_view name) {
    return std::find(std::begin(kWeakestFirst), std::end(kWeakestFirst), name);
  };
  return rank(a.obfuscation) < rank(b.obfuscation) ? b.obfuscation
                                                   : a.obfuscation;
}

class Resolver {
 public:
  Resolver(uint64_t cell, const std::vector<DocumentPlan>& plans,
           const std::vector<Page>& pages)
      : cell_(cell), plans_(plans), pages_(pages) {}

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
  void AddGroups(const std::vector<Place>& places) {
    for (size_t begin = 0, end = 0; begin < places.size(); begin = end) {
      const Part& part = places[begin].occurrence->part;
      while (end < places.size() && places[end].occurrence->part == part) ++end;
      if (end - begin < 2) continue;
      AddGroup(part, absl::MakeConstSpan(&places[begin], end - begin));
    }
  }

  void AddGroup(const Part& part, absl::Span<const Place> places) {
    const std::string_view kind = KindOf(part, places, plans_);
    const bool is_document = part.sort == PartSort::kStory;
    for (size_t i = 0; i < places.size(); ++i) {
      const Occurrence& at = *places[i].occurrence;
      truth_.spans.push_back({.doc = places[i].doc,
                              .range = at.range,
                              .kind = kind,
                              .role = "",
                              .family = FamilyNumber(cell_, part),
                              .score = at.score,
                              .obfuscation = at.obfuscation,
                              .edits = at.edits});
      if (is_document) truth_.cluster_of[places[i].doc] = places[0].doc;
      for (size_t k = 0; k < i; ++k) {
        const Occurrence& first = *places[k].occurrence;
        truth_.matches.push_back({.is_document = is_document,
                                  .kind = kind,
                                  .a_doc = places[k].doc,
                                  .a = first.range,
                                  .b_doc = places[i].doc,
                                  .b = at.range,
                                  .obfuscation = ObfuscationOf(first, at),
                                  .edits = first.edits | at.edits});
      }
    }
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
                   const std::vector<Page>& pages) {
  return Resolver(cell, plans, pages).Resolve();
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
