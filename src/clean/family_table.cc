#include "clean/family_table.h"

#include <algorithm>
#include <map>

#include "base/status_macros.h"
#include "report/json_writer.h"
#include "report/run_rows.h"

namespace tikrar {

absl::Status FamilyNotes::Read(const RunInfo& run) {
  std::string sources_json;
  TIKRAR_ASSIGN_OR_RETURN(RowFile rows,
                          RowFile::Open(run.FileName(kFamiliesFile)));
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) return absl::OkStatus();
    const JsonRow& row = rows.row();
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view unit, row.String("unit"));
    if (unit != UnitName(Unit::kDocument)) continue;
    FamilyNote note;
    TIKRAR_ASSIGN_OR_RETURN(note.family, row.Unsigned("family"));
    TIKRAR_ASSIGN_OR_RETURN(note.documents, row.Unsigned64("documents"));
    TIKRAR_ASSIGN_OR_RETURN(const simdjson::dom::array sources,
                            row.Array("sources"));
    sources_json.clear();
    JsonWriter json(&sources_json);
    json.BeginArray();
    for (const simdjson::dom::element source : sources) {
      std::string_view name;
      if (source.get(name) != simdjson::SUCCESS) {
        return row.Error("\"sources\": expected strings");
      }
      json.String(name);
    }
    json.EndArray();
    note.sources = texts_.Add(sources_json);
    if (!notes_.empty() && notes_.back().family >= note.family) {
      return row.Error(
          "\"family\": expected one behind that of the row before");
    }
    notes_.push_back(note);
  }
}

const FamilyNote* FamilyNotes::Find(int64_t family) const {
  const auto note = std::lower_bound(
      notes_.begin(), notes_.end(), family,
      [](const FamilyNote& x, int64_t key) { return x.family < key; });
  return note != notes_.end() && note->family == family ? &*note : nullptr;
}

absl::Status ReadFamilyTexts(
    const RunInfo& run, size_t text_bytes,
    std::array<std::vector<CleanFamily>, kKindCount>* families) {
  std::map<int64_t, CleanFamily*> wanted;
  for (std::vector<CleanFamily>& of_kind : *families) {
    for (CleanFamily& family : of_kind) wanted[family.family] = &family;
  }
  TIKRAR_ASSIGN_OR_RETURN(RowFile rows,
                          RowFile::Open(run.FileName(kFamiliesFile)));
  while (!wanted.empty()) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) break;
    const auto found = wanted.find(static_cast<int64_t>(rows.number()));
    if (found == wanted.end()) continue;
    TIKRAR_ASSIGN_OR_RETURN(std::string_view text, rows.row().String("text"));
    size_t size = std::min(text.size(), text_bytes);
    while (size < text.size() && (text[size] & 0xC0) == 0x80) --size;
    found->second->text = std::string(text.substr(0, size));
    wanted.erase(found);
  }
  return absl::OkStatus();
}

}  // namespace tikrar
