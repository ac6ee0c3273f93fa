#include <algorithm>
#include <set>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "evaluate/corpus_texts.h"
#include "evaluate/score.h"
#include "evaluate/truth_files.h"

namespace tikrar {
namespace {

// Which documents are suspicious and which are sources: what the truth says,
// else those of the same `source` as one of these.
class Sides {
 public:
  Sides(const PassageTruth& truth, const RunDocuments& documents)
      : documents_(documents),
        is_a_(documents.rows().size()),
        is_b_(documents.rows().size()) {
    for (const CopiedPassage& passage : truth.cases) {
      is_a_[passage.a_doc] = true;
      is_b_[passage.b_doc] = true;
      a_sources_.insert(documents.rows()[passage.a_doc].source);
      b_sources_.insert(documents.rows()[passage.b_doc].source);
    }
  }

  bool IsA(uint32_t doc) const {
    return is_a_[doc] || (!is_b_[doc] && Has(a_sources_, doc));
  }
  bool IsB(uint32_t doc) const {
    return is_b_[doc] || (!is_a_[doc] && Has(b_sources_, doc));
  }

 private:
  bool Has(const std::set<std::string>& sources, uint32_t doc) const {
    return sources.contains(documents_.rows()[doc].source);
  }

  const RunDocuments& documents_;
  std::vector<bool> is_a_, is_b_;
  std::set<std::string> a_sources_, b_sources_;
};

// A match of documents whose order means nothing: the smaller number first.
CopiedPassage InOrder(const CopiedPassage& passage) {
  const auto key = [](uint32_t doc, TextRange range) {
    return std::tuple(doc, range.begin, range.end);
  };
  if (key(passage.a_doc, passage.a) <= key(passage.b_doc, passage.b)) {
    return passage;
  }
  return {passage.b_doc, passage.b, passage.a_doc, passage.a};
}

// Empty sides stand for no text and cannot be scored.
std::vector<CopiedPassage> Detections(const std::vector<MatchLine>& matches,
                                      const PassageTruth& truth,
                                      const RunDocuments& documents) {
  const Sides sides(truth, documents);
  std::vector<CopiedPassage> detections;
  for (const MatchLine& match : matches) {
    if (match.unit != Unit::kPassage || match.a.range.size() == 0 ||
        match.b.range.size() == 0) {
      continue;
    }
    const CopiedPassage found = {match.a.doc, match.a.range, match.b.doc,
                                 match.b.range};
    if (!truth.is_directed) {
      detections.push_back(InOrder(found));
    } else if (sides.IsA(found.a_doc) && sides.IsB(found.b_doc)) {
      detections.push_back(found);
    } else if (sides.IsA(found.b_doc) && sides.IsB(found.a_doc)) {
      detections.push_back({found.b_doc, found.b, found.a_doc, found.a});
    }
  }
  return detections;
}

// Ranges of a document that are bytes and shall be characters.
class Conversion {
 public:
  explicit Conversion(size_t documents) : ranges_(documents) {}

  void Add(std::vector<CopiedPassage>* passages) {
    for (CopiedPassage& passage : *passages) {
      ranges_[passage.a_doc].push_back(&passage.a);
      ranges_[passage.b_doc].push_back(&passage.b);
    }
  }

  // Also the length of each document in code points.
  absl::StatusOr<std::vector<uint32_t>> Convert(const ScoreInput& input) {
    std::vector<uint32_t> sizes(ranges_.size());
    TIKRAR_RETURN_IF_ERROR(
        VisitTexts(input.paths.corpus, input.paths.input, input.documents,
                   [&](uint32_t doc, std::string_view text) {
                     const CharacterIndex index(text, Counted::kCodePoints);
                     sizes[doc] = index.size();
                     for (TextRange* range : ranges_[doc])
                       *range = index.Of(*range);
                   }));
    return sizes;
  }

 private:
  std::vector<std::vector<TextRange*>> ranges_;
};

absl::Status CheckCases(const ScoreInput& input, const PassageTruth& truth,
                        const std::vector<uint32_t>& sizes) {
  for (size_t i = 0; i < truth.cases.size(); ++i) {
    const CopiedPassage& passage = truth.cases[i];
    for (const auto& [doc, range] : {std::pair(passage.a_doc, passage.a),
                                     std::pair(passage.b_doc, passage.b)}) {
      if (range.end <= sizes[doc]) continue;
      return MakeStatus(
          absl::StatusCode::kDataLoss,
          absl::StrFormat("%s:%d", input.paths.truth, truth.lines[i]),
          absl::StrFormat("ends at %d, expected a stretch of '%s', which has "
                          "%d code points",
                          range.end, input.documents.rows()[doc].id,
                          sizes[doc]));
    }
  }
  return absl::OkStatus();
}

// Brings truth and detections to the same characters and says which.
absl::StatusOr<std::string_view> MakeComparable(
    const ScoreInput& input, PassageTruth* truth,
    std::vector<CopiedPassage>* detections) {
  if (input.paths.corpus.empty()) {
    if (!truth->is_directed) return "bytes";
    return MakeStatus(absl::StatusCode::kInvalidArgument, "--corpus",
                      "not given, expected the input of the run: the truth "
                      "counts in code points");
  }
  Conversion conversion(input.documents.rows().size());
  conversion.Add(detections);
  if (!truth->is_directed) conversion.Add(&truth->cases);
  TIKRAR_ASSIGN_OR_RETURN(const std::vector<uint32_t> sizes,
                          conversion.Convert(input));
  if (truth->is_directed) {
    TIKRAR_RETURN_IF_ERROR(CheckCases(input, *truth, sizes));
  }
  return "code points";
}

EvaluationRow ScoreRow(std::string_view of, uint64_t truth, uint64_t found,
                       const PassageScore& score) {
  return {std::string(of),
          truth,
          found,
          {score.agreement.precision, score.agreement.recall,
           score.agreement.f1, score.granularity, score.plagdet}};
}

std::vector<EvaluationTable> Tables(const PassageEvaluation& score,
                                    const PassageTruth& truth) {
  EvaluationTable characters = {
      "characters",
      {"precision", "recall", "f1", "granularity", "plagdet"},
      {}};
  characters.rows.push_back(
      ScoreRow("macro", score.cases, score.detections, score.macro));
  characters.rows.push_back(
      ScoreRow("micro", score.cases, score.detections, score.micro));
  EvaluationTable whole = AgreementTable("whole");
  AddRow("cases", score.cases, score.detections, score.case_level, &whole);
  AddRow("document pairs", score.case_documents, score.detection_documents,
         score.document_level, &whole);
  EvaluationTable types = characters;
  types.name = "types";
  types.columns.push_back("found_share");
  types.rows.clear();
  for (size_t t = 0; t < score.by_type.size(); ++t) {
    const PassageTypeScore& type = score.by_type[t];
    types.rows.push_back(ScoreRow(
        truth.type_names[t].empty() ? "(no type)" : truth.type_names[t],
        type.cases, type.detections, type.macro));
    types.rows.back().figures.push_back(type.found);
  }
  return {characters, whole, types};
}

}  // namespace

absl::StatusOr<Evaluation> ScorePassages(const ScoreInput& input) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes,
                          ReadWholeFile(input.paths.truth));
  TIKRAR_ASSIGN_OR_RETURN(
      PassageTruth truth,
      ReadPassageTruth(input.paths.truth, bytes, input.documents));
  TIKRAR_ASSIGN_OR_RETURN(const std::vector<MatchLine> matches,
                          LoadMatches(input));
  std::vector<CopiedPassage> detections =
      Detections(matches, truth, input.documents);
  if (!truth.is_directed) {
    for (CopiedPassage& passage : truth.cases) passage = InOrder(passage);
  }
  Evaluation result;
  result.what = Evaluated::kPassages;
  result.documents = input.documents.rows().size();
  TIKRAR_ASSIGN_OR_RETURN(result.characters,
                          MakeComparable(input, &truth, &detections));
  const PassageEvaluation score = EvaluatePassages(
      truth.cases, truth.types, static_cast<uint32_t>(truth.type_names.size()),
      detections, input.options);
  result.tables = Tables(score, truth);
  return result;
}

}  // namespace tikrar
