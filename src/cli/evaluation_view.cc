#include "cli/evaluation_view.h"

#include "absl/strings/str_format.h"
#include "report/json_writer.h"
#include "report/terminal_text.h"

namespace tikrar {
namespace {

// With more columns the intervals go on a line of their own.
constexpr size_t kMostColumnsWithInterval = 3;

// ".851" for 0.851, "1.04" for 1.04: as wide as each other.
std::string ShortNumber(double value) {
  const std::string text = Fixed(value, 3);
  return text[0] == '0' ? text.substr(1) : Fixed(value, 2);
}

std::string IntervalCell(const Figure& figure) {
  return ShortNumber(figure.lower) + "-" + ShortNumber(figure.upper);
}

std::string Cell(const Figure& figure, bool has_interval) {
  const std::string value = Fixed(figure.value, 4);
  if (!has_interval) return value;
  return value + " (" + IntervalCell(figure) + ")";
}

TextTable Rows(const EvaluationTable& table) {
  TextTable text;
  text.left = {0};
  text.rows.push_back({table.name, "truth", "found"});
  for (const std::string_view column : table.columns) {
    text.rows.back().emplace_back(column);
  }
  const bool is_narrow = table.columns.size() <= kMostColumnsWithInterval;
  for (const EvaluationRow& row : table.rows) {
    text.rows.push_back(
        {OneLine(row.of), Grouped(row.truth), Grouped(row.found)});
    for (const Figure& figure : row.figures) {
      text.rows.back().push_back(Cell(figure, is_narrow));
    }
    if (is_narrow) continue;
    text.rows.push_back({"  95 %", "", ""});
    for (const Figure& figure : row.figures) {
      text.rows.back().push_back(IntervalCell(figure));
    }
  }
  return text;
}

}  // namespace

std::string RenderEvaluation(const Evaluation& evaluation, int width_columns) {
  std::string out =
      absl::StrFormat("%s of %s documents", EvaluatedName(evaluation.what),
                      Grouped(evaluation.documents));
  if (!evaluation.characters.empty()) {
    out += absl::StrFormat("; characters are %s", evaluation.characters);
  }
  out += '\n';
  for (const EvaluationTable& table : evaluation.tables) {
    if (table.rows.empty()) continue;
    out += '\n';
    for (const std::string& line : Rows(table).Render(width_columns)) {
      out += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
    }
  }
  return out;
}

std::string RenderEvaluationJson(const Evaluation& evaluation) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("what").String(EvaluatedName(evaluation.what));
  json.Key("characters").StringOrNull(evaluation.characters);
  json.Key("documents").Unsigned(evaluation.documents);
  json.Key("figures").BeginArray();
  for (const EvaluationTable& table : evaluation.tables) {
    for (const EvaluationRow& row : table.rows) {
      json.BeginObject();
      json.Key("table").String(table.name);
      json.Key("of").String(row.of);
      json.Key("truth").Unsigned(row.truth);
      json.Key("found").Unsigned(row.found);
      for (size_t i = 0; i < table.columns.size(); ++i) {
        const Figure& figure = row.figures[i];
        json.Key(table.columns[i]).BeginObject();
        json.Key("value").Number(figure.value);
        json.Key("lower").Number(figure.lower);
        json.Key("upper").Number(figure.upper);
        json.EndObject();
      }
      json.EndObject();
    }
  }
  json.EndArray();
  json.EndObject();
  return out + "\n";
}

}  // namespace tikrar
