#include "evaluate/truth_files.h"

#include <algorithm>
#include <limits>
#include <map>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"

namespace tikrar {
namespace {

// The sums of every type are kept for every document.
constexpr size_t kMostTypes = 256;

// The sides of a case in code points.
absl::StatusOr<TextRange> ReadStretch(const JsonRow& row,
                                      std::string_view offset_key,
                                      std::string_view length_key) {
  TIKRAR_ASSIGN_OR_RETURN(const uint32_t offset, row.Unsigned(offset_key));
  TIKRAR_ASSIGN_OR_RETURN(const uint32_t length, row.Unsigned(length_key));
  if (length > std::numeric_limits<uint32_t>::max() - offset) {
    return row.Error(
        absl::StrFormat("\"%s\": %d after offset %d, expected an end below "
                        "4294967296",
                        length_key, length, offset));
  }
  return TextRange{offset, offset + length};
}

absl::StatusOr<CopiedPassage> ReadCase(const JsonRow& row,
                                       const RunDocuments& documents) {
  CopiedPassage passage;
  TIKRAR_ASSIGN_OR_RETURN(passage.a_doc, documents.Find(row, "suspicious"));
  TIKRAR_ASSIGN_OR_RETURN(passage.a, ReadStretch(row, "offset", "length"));
  TIKRAR_ASSIGN_OR_RETURN(passage.b_doc, documents.Find(row, "source"));
  TIKRAR_ASSIGN_OR_RETURN(passage.b,
                          ReadStretch(row, "source_offset", "source_length"));
  return passage;
}

// What a case is broken down by: "obfuscation", or else "edits", after the
// kind, if there is one.
absl::StatusOr<std::string> ReadType(const JsonRow& row) {
  const std::string_view key = row.Has("obfuscation") ? "obfuscation" : "edits";
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view type, row.StringOr(key, ""));
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view kind,
                          row.StringOr("kind", ""));
  if (kind.empty() || type.empty()) {
    return std::string(kind.empty() ? type : kind);
  }
  return absl::StrFormat("%s/%s", kind, type);
}

class PassageTruthReader {
 public:
  PassageTruthReader(std::string_view name, std::string_view bytes,
                     const RunDocuments& documents)
      : documents_(documents), rows_(name, bytes) {}

  absl::StatusOr<PassageTruth> Read() {
    for (bool is_first = true;; is_first = false) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows_.Next());
      if (!has_row) break;
      if (is_first) truth_.is_directed = rows_.row().Has("suspicious");
      TIKRAR_RETURN_IF_ERROR(truth_.is_directed ? ReadDirected() : ReadLine());
    }
    NumberTypes();
    return std::move(truth_);
  }

 private:
  absl::Status ReadDirected() {
    TIKRAR_ASSIGN_OR_RETURN(const CopiedPassage passage,
                            ReadCase(rows_.row(), documents_));
    return Add(passage);
  }

  absl::Status ReadLine() {
    TIKRAR_ASSIGN_OR_RETURN(const MatchLine match,
                            ReadMatch(rows_.row(), documents_, Unit::kPassage));
    if (match.unit != Unit::kPassage) return absl::OkStatus();
    return Add({match.a.doc, match.a.range, match.b.doc, match.b.range});
  }

  absl::Status Add(const CopiedPassage& passage) {
    if (passage.a.size() == 0 || passage.b.size() == 0) {
      return rows_.row().Error("a side is empty, expected a passage");
    }
    TIKRAR_ASSIGN_OR_RETURN(std::string type, ReadType(rows_.row()));
    if (types_.emplace(type, 0).second && types_.size() > kMostTypes) {
      return rows_.row().Error(absl::StrFormat(
          "one type of obfuscation too many, expected at most %d", kMostTypes));
    }
    names_.push_back(std::move(type));
    truth_.cases.push_back(passage);
    truth_.lines.push_back(rows_.line());
    return absl::OkStatus();
  }

  void NumberTypes() {
    uint32_t next = 0;
    for (auto& [name, number] : types_) {
      number = next++;
      truth_.type_names.push_back(name);
    }
    for (const std::string& name : names_) {
      truth_.types.push_back(types_[name]);
    }
  }

  const RunDocuments& documents_;
  JsonRows rows_;
  PassageTruth truth_;
  std::vector<std::string> names_;  // type of each case
  std::map<std::string, uint32_t> types_;
};

absl::StatusOr<MatchLine> ReadPair(const JsonRow& row,
                                   const RunDocuments& documents) {
  if (row.IsObject("a")) return ReadMatch(row, documents, Unit::kDocument);
  MatchLine pair;
  pair.unit = Unit::kDocument;
  TIKRAR_ASSIGN_OR_RETURN(pair.a.doc, documents.Find(row, "a"));
  TIKRAR_ASSIGN_OR_RETURN(pair.b.doc, documents.Find(row, "b"));
  TIKRAR_ASSIGN_OR_RETURN(pair.jaccard, row.NumberOr("jaccard", -1));
  TIKRAR_ASSIGN_OR_RETURN(pair.containment, row.NumberOr("containment", -1));
  return pair;
}

}  // namespace

absl::StatusOr<PassageTruth> ReadPassageTruth(std::string_view name,
                                              std::string_view bytes,
                                              const RunDocuments& documents) {
  return PassageTruthReader(name, bytes, documents).Read();
}

absl::StatusOr<PairTruth> ReadPairTruth(std::string_view name,
                                        std::string_view bytes,
                                        const RunDocuments& documents) {
  PairTruth truth;
  JsonRows rows(name, bytes);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) return truth;
    TIKRAR_ASSIGN_OR_RETURN(const MatchLine pair,
                            ReadPair(rows.row(), documents));
    if (pair.unit == Unit::kPassage) continue;
    TIKRAR_ASSIGN_OR_RETURN(const bool is_match,
                            rows.row().BoolOr("same", true));
    truth.has_documents |= pair.unit == Unit::kDocument;
    truth.has_blocks |= pair.unit == Unit::kBlock;
    truth.pairs.push_back(pair);
    truth.is_match.push_back(is_match);
  }
}

absl::StatusOr<SpanTruth> ReadSpanTruth(std::string_view name,
                                        std::string_view bytes,
                                        const RunDocuments& documents) {
  SpanTruth truth;
  truth.is_labelled.resize(documents.rows().size());
  JsonRows rows(name, bytes);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) return truth;
    const JsonRow& row = rows.row();
    TIKRAR_ASSIGN_OR_RETURN(const uint32_t doc, documents.Find(row, "doc"));
    truth.is_labelled[doc] = true;
    if (!row.Has("begin")) continue;
    TIKRAR_ASSIGN_OR_RETURN(const SpanLine span, ReadSpan(row, documents));
    truth.spans.push_back(span);
  }
}

absl::StatusOr<std::vector<uint32_t>> ReadClusterTruth(
    std::string_view name, std::string_view bytes,
    const RunDocuments& documents) {
  const auto count = static_cast<uint32_t>(documents.rows().size());
  std::vector<uint32_t> clusters(count);
  for (uint32_t d = 0; d < count; ++d) clusters[d] = d;
  std::vector<bool> is_given(count);
  std::map<std::string, uint32_t> numbers;
  JsonRows rows(name, bytes);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) return clusters;
    const JsonRow& row = rows.row();
    TIKRAR_ASSIGN_OR_RETURN(const uint32_t doc, documents.Find(row, "doc"));
    if (is_given[doc]) {
      return row.Error("\"doc\": is there twice, expected once");
    }
    is_given[doc] = true;
    if (!row.Has("cluster")) continue;
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view cluster,
                            row.String("cluster"));
    const auto number = numbers.emplace(
        std::string(cluster), count + static_cast<uint32_t>(numbers.size()));
    clusters[doc] = number.first->second;
  }
}

}  // namespace tikrar
