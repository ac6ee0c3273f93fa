// A scan of the project's own corpus, asked by document id, for tests.

#ifndef TIKRAR_TESTS_UNIT_PIPELINE_CORPUS_SCAN_H_
#define TIKRAR_TESTS_UNIT_PIPELINE_CORPUS_SCAN_H_

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tikrar/run.h"
#include "tikrar/scan.h"
#include "unit/pipeline/corpus_files.h"

namespace tikrar::corpus {

using KindTest = std::function<bool(Kind)>;

// A scan of the corpus, asked by document id.
class Scanned {
 public:
  explicit Scanned(const ScanOptions& options)
      : outcome_(Scan(Inputs(), options, nullptr)) {
    if (!ok()) return;
    for (size_t i = 0; i < run().documents.size(); ++i) {
      index_.emplace(run().documents[i].document.id, i);
    }
  }

  bool ok() const { return outcome_.ok(); }
  absl::Status status() const { return outcome_.status(); }
  const RunResult& run() const { return outcome_->run; }

  uint32_t Index(const std::string& id) const {
    return static_cast<uint32_t>(index_.at(id));
  }
  const DocumentRow& Row(const std::string& id) const {
    return run().documents[Index(id)];
  }
  std::string_view Text(const std::string& id) const {
    return Row(id).document.text;
  }

  // For each byte of a document, whether a span of these kinds lies on it.
  std::vector<bool> Marked(const std::string& id, const KindTest& kind) const {
    std::vector<bool> marked(Text(id).size());
    for (const SpanRow& span : run().spans) {
      if (span.doc != Index(id) || !kind(span.kind)) continue;
      std::fill(marked.begin() + span.range.begin,
                marked.begin() + span.range.end, true);
    }
    return marked;
  }

  // Share of a labelled place that spans of these kinds cover.
  double Coverage(const Label& label, const KindTest& kind) const {
    const std::vector<bool> marked = Marked(label.doc, kind);
    const auto begin = marked.begin();
    return static_cast<double>(std::count(begin + label.range.begin,
                                          begin + label.range.end, true)) /
           label.range.size();
  }

  bool IsDocumentMatch(const DocumentPair& pair) const {
    const uint32_t a = Index(pair.a);
    const uint32_t b = Index(pair.b);
    return std::any_of(run().matches.begin(), run().matches.end(),
                       [=](const MatchRow& match) {
                         return match.unit == Unit::kDocument &&
                                ((match.a_doc == a && match.b_doc == b) ||
                                 (match.a_doc == b && match.b_doc == a));
                       });
  }

  // The family of whole documents that a document is in, or null.
  const FamilyRow* DocumentFamily(const std::string& id) const {
    for (const FamilyRow& family : run().families) {
      if (family.unit != Unit::kDocument) continue;
      for (const FamilyMember& member : family.members) {
        if (member.doc == Index(id)) return &family;
      }
    }
    return nullptr;
  }

  bool InOneFamily(const DocumentPair& pair) const {
    const FamilyRow* family = DocumentFamily(pair.a);
    return family != nullptr && family == DocumentFamily(pair.b);
  }

  // The block families that hold a block with exactly this text.
  std::set<size_t> BlockFamilies(const std::string& text) const {
    std::set<size_t> found;
    for (size_t i = 0; i < run().families.size(); ++i) {
      const FamilyRow& family = run().families[i];
      if (family.unit != Unit::kBlock) continue;
      for (const FamilyMember& member : family.members) {
        const Document& document = run().documents[member.doc].document;
        if (member.range.In(document.text) == text) found.insert(i);
      }
    }
    return found;
  }

 private:
  absl::StatusOr<ScanOutcome> outcome_;
  std::map<std::string, size_t, std::less<>> index_;
};

}  // namespace tikrar::corpus

#endif  // TIKRAR_TESTS_UNIT_PIPELINE_CORPUS_SCAN_H_
