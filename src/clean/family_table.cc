#include "clean/family_table.h"

#include "base/status_macros.h"
#include "report/json_writer.h"
#include "report/run_rows.h"

namespace tikrar {

absl::StatusOr<std::map<int64_t, FamilyNote>> ReadFamilyNotes(
    const RunInfo& run) {
  std::map<int64_t, FamilyNote> notes;
  TIKRAR_ASSIGN_OR_RETURN(RowFile rows,
                          RowFile::Open(run.FileName(kFamiliesFile)));
  for (;;) {
    TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
    if (!has_row) return notes;
    const JsonRow& row = rows.row();
    TIKRAR_ASSIGN_OR_RETURN(const std::string_view unit, row.String("unit"));
    if (unit != UnitName(Unit::kDocument)) continue;
    TIKRAR_ASSIGN_OR_RETURN(const int64_t family, row.Unsigned("family"));
    FamilyNote note;
    TIKRAR_ASSIGN_OR_RETURN(note.documents, row.Unsigned64("documents"));
    TIKRAR_ASSIGN_OR_RETURN(const simdjson::dom::array sources,
                            row.Array("sources"));
    JsonWriter json(&note.sources);
    json.BeginArray();
    for (const simdjson::dom::element source : sources) {
      std::string_view name;
      if (source.get(name) != simdjson::SUCCESS) {
        return row.Error("\"sources\": expected strings");
      }
      json.String(name);
    }
    json.EndArray();
    notes.emplace(family, std::move(note));
  }
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
