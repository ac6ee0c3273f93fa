#include "clean/decisions.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "input/byte_source.h"
#include "report/run_rows.h"
#include "report/text_cut.h"

namespace tikrar {

absl::StatusOr<std::string> DecisionStamp(const RunInfo& run) {
  std::string named;
  for (const std::string_view file : {kDocumentsFile, kFamiliesFile}) {
    TIKRAR_ASSIGN_OR_RETURN(const uint64_t xxh3, HashFile(run.FileName(file)));
    named += HexDigits(xxh3);
  }
  for (const RunInfo::Input& input : run.inputs) named += HexDigits(input.xxh3);
  return HexDigits(HashBytes(named));
}

absl::StatusOr<bool> CheckStamp(const JsonRow& row, std::string_view stamp) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view own, row.StringOr("run", ""));
  if (own.empty()) return false;
  if (stamp.empty() || own == stamp) return true;
  return absl::FailedPreconditionError(
      row
          .Error(absl::StrFormat(
              "\"run\": is '%s', expected '%s': it was "
              "decided about another run",
              own.substr(0, CharacterStart(own, 2 * stamp.size())), stamp))
          .message());
}

absl::StatusOr<Decisions> Decisions::Read(const std::string& path,
                                          std::string_view stamp) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes, ReadWholeFile(path));
  return Parse(path, bytes, stamp);
}

absl::StatusOr<Decisions> Decisions::Parse(std::string_view name,
                                           std::string_view bytes,
                                           std::string_view stamp) {
  Decisions decisions;
  decisions.name_ = std::string(name);
  decisions.xxh3_ = HexDigits(HashBytes(bytes));
  JsonRows rows(name, bytes);
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) break;
    TIKRAR_ASSIGN_OR_RETURN(const bool is_stamped,
                            CheckStamp(rows.row(), stamp));
    decisions.unstamped_ += is_stamped ? 0 : 1;
    TIKRAR_RETURN_IF_ERROR(decisions.Add(rows.row(), rows.line()));
  }
  for (auto& [id, document] : decisions.documents_) {
    std::vector<RangeDecision>& ranges = document.ranges;
    std::stable_sort(ranges.begin(), ranges.end(),
                     [](const RangeDecision& x, const RangeDecision& y) {
                       return x.range.begin < y.range.begin;
                     });
    uint32_t end_of[2] = {0, 0};  // by Verb
    uint64_t line_of[2] = {0, 0};
    for (const RangeDecision& range : ranges) {
      const size_t own = range.verb == Verb::kDrop ? 1 : 0;
      if (range.range.begin < end_of[1 - own]) {
        return MakeStatus(
            absl::StatusCode::kInvalidArgument, decisions.Where(range.line),
            absl::StrFormat("contradicts line %d: one keeps what the other "
                            "drops",
                            line_of[1 - own]));
      }
      if (range.range.end > end_of[own]) {
        end_of[own] = range.range.end;
        line_of[own] = range.line;
      }
    }
  }
  return decisions;
}

absl::Status Decisions::Add(const JsonRow& row, uint64_t line) {
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view verb, row.String("decision"));
  if (verb != "keep" && verb != "drop") {
    return row.Error(
        absl::StrFormat("\"decision\": is '%s', expected keep or drop", verb));
  }
  const Verb parsed = verb == "keep" ? Verb::kKeep : Verb::kDrop;
  if (row.Has("family") == row.Has("doc")) {
    return row.Error(
        "expected either \"family\" or \"doc\" with \"begin\" and \"end\"");
  }
  return row.Has("family") ? AddFamily(row, parsed, line)
                           : AddRange(row, parsed, line);
}

absl::Status Decisions::AddFamily(const JsonRow& row, Verb verb,
                                  uint64_t line) {
  TIKRAR_ASSIGN_OR_RETURN(const uint32_t family, row.Unsigned("family"));
  const auto [place, is_new] =
      families_.emplace(int64_t{family}, FamilyDecision{verb, line});
  if (is_new || place->second.verb == verb) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kInvalidArgument, Where(line),
                    absl::StrFormat("contradicts line %d about family %d",
                                    place->second.line, family));
}

absl::Status Decisions::AddRange(const JsonRow& row, Verb verb, uint64_t line) {
  RangeDecision range;
  range.verb = verb;
  range.line = line;
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view doc, row.String("doc"));
  TIKRAR_ASSIGN_OR_RETURN(range.range.begin, row.Unsigned("begin"));
  TIKRAR_ASSIGN_OR_RETURN(range.range.end, row.Unsigned("end"));
  if (range.range.begin >= range.range.end) {
    return row.Error(absl::StrFormat("is [%d, %d), expected a stretch",
                                     range.range.begin, range.range.end));
  }
  documents_[std::string(doc)].ranges.push_back(range);
  return absl::OkStatus();
}

size_t Decisions::size() const {
  size_t size = families_.size();
  for (const auto& [id, document] : documents_) size += document.ranges.size();
  return size;
}

std::optional<Verb> Decisions::OfFamily(int64_t family) const {
  const auto found = families_.find(family);
  if (found == families_.end()) return std::nullopt;
  return found->second.verb;
}

const std::vector<RangeDecision>* Decisions::OfDocument(
    std::string_view id) const {
  const auto found = documents_.find(id);
  return found == documents_.end() ? nullptr : &found->second.ranges;
}

std::vector<std::string> Decisions::Documents() const {
  std::vector<std::string> ids;
  for (const auto& [id, document] : documents_) ids.push_back(id);
  return ids;
}

std::vector<int64_t> Decisions::Families() const {
  std::vector<int64_t> ids;
  for (const auto& [id, decision] : families_) ids.push_back(id);
  return ids;
}

bool Decisions::DropsWhole(std::string_view id, uint32_t bytes) const {
  const std::vector<RangeDecision>* ranges = OfDocument(id);
  return ranges != nullptr && std::any_of(ranges->begin(), ranges->end(),
                                          [bytes](const RangeDecision& range) {
                                            return range.verb == Verb::kDrop &&
                                                   range.range.begin == 0 &&
                                                   range.range.end == bytes;
                                          });
}

absl::Status Decisions::See(const DocumentLine& document) {
  const auto found = documents_.find(document.id);
  if (found == documents_.end()) return absl::OkStatus();
  found->second.seen = true;
  for (const RangeDecision& range : found->second.ranges) {
    if (range.range.end <= document.bytes) continue;
    return MakeStatus(
        absl::StatusCode::kInvalidArgument, Where(range.line),
        absl::StrFormat("is [%d, %d), expected a stretch of a document of %d "
                        "bytes",
                        range.range.begin, range.range.end, document.bytes));
  }
  return absl::OkStatus();
}

absl::Status Decisions::CheckAllKnown(uint64_t families) const {
  for (const auto& [family, decision] : families_) {
    if (static_cast<uint64_t>(family) < families) continue;
    return MakeStatus(
        absl::StatusCode::kInvalidArgument, Where(decision.line),
        absl::StrFormat("\"family\": %d is none of the run, which has %d",
                        family, families));
  }
  for (const auto& [id, document] : documents_) {
    if (document.seen) continue;
    return MakeStatus(
        absl::StatusCode::kInvalidArgument, Where(document.ranges.front().line),
        absl::StrFormat("\"doc\": '%s' is no document of the run", id));
  }
  return absl::OkStatus();
}

std::string Decisions::Where(uint64_t line) const {
  return absl::StrFormat("%s:%d", name_, line);
}

}  // namespace tikrar
