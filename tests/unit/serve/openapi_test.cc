// src/serve/openapi.json against what is answered: each address of the one is
// an address of the other, and each answer has the members that are described
// and no others.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "serve/decisions_file.h"
#include "source_dir.h"
#include "unit/serve/scanned_run.h"

namespace tikrar::testing {
namespace {

using simdjson::dom::element;

const Json& Description() {
  static const Json* const json = [] {
    std::ifstream in(SourceDir() + "/src/serve/openapi.json");
    return new Json(std::string(std::istreambuf_iterator<char>(in), {}));
  }();
  return *json;
}

std::string TypeOf(element value) {
  if (value.is_null()) return "null";
  if (value.is_bool()) return "boolean";
  if (value.is_string()) return "string";
  if (value.is_int64() || value.is_uint64()) return "integer";
  if (value.is_double()) return "number";
  return value.is_array() ? "array" : "object";
}

// Checks a value against the part of JSON Schema that the file uses, and
// collects the keys that came, as SCHEMA.KEY.
class SchemaCheck {
 public:
  void Check(element value, element schema, const std::string& where) {
    std::string_view reference;
    if (schema["$ref"].get(reference) == simdjson::SUCCESS) {
      const std::string pointer(reference.substr(1));
      Check(value, Description().at(pointer), where);
      return;
    }
    const std::string type = TypeOf(value);
    EXPECT_TRUE(HasType(schema, type)) << where << " is " << type;
    CheckChoice(value, schema, where);
    if (type == "array") {
      element items;
      if (schema["items"].get(items) != simdjson::SUCCESS) return;
      for (const element item : Elements(value)) {
        Check(item, items, where + "[]");
      }
    } else if (type == "object") {
      CheckMembers(value, schema, where);
    }
  }

 private:
  static bool HasType(element schema, const std::string& type) {
    element wanted;
    if (schema["type"].get(wanted) != simdjson::SUCCESS) return false;
    const auto fits = [&](element name) {
      const std::string_view text = name.get_string().value();
      return text == type || (text == "number" && type == "integer");
    };
    if (wanted.is_string()) return fits(wanted);
    for (const element name : Elements(wanted)) {
      if (fits(name)) return true;
    }
    return false;
  }

  static void CheckChoice(element value, element schema,
                          const std::string& where) {
    simdjson::dom::array choices;
    if (schema["enum"].get(choices) != simdjson::SUCCESS) return;
    for (const element choice : choices) {
      if (simdjson::minify(choice) == simdjson::minify(value)) return;
    }
    ADD_FAILURE() << where << " is " << simdjson::minify(value);
  }

  void CheckMembers(element value, element schema, const std::string& where) {
    simdjson::dom::object properties;
    const bool has_properties =
        schema["properties"].get(properties) == simdjson::SUCCESS;
    element others;
    const bool is_open =
        schema["additionalProperties"].get(others) != simdjson::SUCCESS;
    for (const auto member : Members(value)) {
      const std::string place = where + "." + std::string(member.key);
      element own;
      if (has_properties &&
          properties[member.key].get(own) == simdjson::SUCCESS) {
        Check(member.value, own, place);
      } else if (!is_open && others.is_object()) {
        Check(member.value, others, place);
      } else {
        EXPECT_TRUE(is_open) << place << " is not described";
      }
    }
    simdjson::dom::array required;
    if (schema["required"].get(required) != simdjson::SUCCESS) return;
    for (const element name : required) {
      EXPECT_EQ(value[name.get_string().value()].error(), simdjson::SUCCESS)
          << where << " has no " << name.get_string().value();
    }
  }
};

void CheckAnswer(const std::string& target, const std::string& body) {
  const std::string path = target.substr(0, target.find('?'));
  std::string name = path;
  for (size_t at = 0; (at = name.find('/', at)) != name.npos; at += 2) {
    name.replace(at, 1, "~1");
  }
  const element schema = Description().at(
      "/paths/" + name + "/get/responses/200/content/application~1json/schema");
  SchemaCheck().Check(Json(body).root(), schema, target);
}

TEST(OpenApiTest, DescribesEachAddressAndNoOther) {
  std::set<std::string> described;
  for (const auto member : Members(Description().at("/paths"))) {
    described.emplace(member.key);
  }
  std::set<std::string> known = {"/api/decisions"};
  for (const std::string_view path : AnswerAddresses()) known.emplace(path);
  EXPECT_EQ(described, known);
}

TEST(OpenApiTest, AnswersAreAsDescribed) {
  std::vector<std::string> targets = {"/api/run",
                                      "/api/sources",
                                      "/api/sharing",
                                      "/api/sharing?measure=bytes",
                                      "/api/families?limit=1000",
                                      "/api/documents?limit=1000",
                                      "/api/families?q=" + Escaped("البلدية"),
                                      "/api/documents?q=" + Escaped("البلدية"),
                                      "/api/rejects",
                                      "/api/cleaning",
                                      "/api/align?family=0&a=0&b=1",
                                      "/api/compare?a=hostile-1&b=hostile-2",
                                      "/api/document?doc=hostile-1"};
  const Json sources = Ask("/api/sources");
  for (const element source : sources.list("/rows")) {
    targets.push_back("/api/templates?source=" +
                      Escaped(Text(source, "source")));
  }
  const Json families = Ask("/api/families?limit=1000");
  for (const element family : families.list("/rows")) {
    targets.push_back("/api/family?id=" +
                      std::to_string(Number(family, "family")));
  }
  for (const auto& [id, text] : Scanned().texts) {
    targets.push_back("/api/document?doc=" + Escaped(id));
  }
  for (const std::string& target : targets) {
    const absl::StatusOr<std::string> body = TryToAsk(target);
    ASSERT_TRUE(body.ok()) << target << ": " << body.status();
    CheckAnswer(target, *body);
  }
}

TEST(OpenApiTest, DecisionsAreAsDescribed) {
  DecisionsFile file(Scanned().database.get());
  ASSERT_TRUE(
      file.Put(R"([{"family":0,"decision":"keep","note":"a"},)"
               R"({"doc":"hostile-1","begin":0,"end":8,"decision":"drop"}])")
          .ok());
  const absl::StatusOr<std::string> body = file.Answer();
  ASSERT_TRUE(body.ok()) << body.status();
  CheckAnswer("/api/decisions", *body);
  std::filesystem::remove(Scanned().directory + "/decisions.jsonl");
}

// Each parameter that is described is taken, and a value that is not one of
// its choices is not.
TEST(OpenApiTest, ParametersAreTaken) {
  for (const auto path : Members(Description().at("/paths"))) {
    if (path.key == "/api/decisions") continue;
    const element get = path.value["get"].value();
    for (const element parameter : Elements(get["parameters"].value())) {
      const std::string name = Text(parameter, "name");
      const std::string target = std::string(path.key) + "?" + name + "=";
      const absl::Status status = TryToAsk(target + "~~").status();
      EXPECT_EQ(std::string(status.message()).find("is no parameter"),
                std::string::npos)
          << target;
      simdjson::dom::array choices;
      if (parameter["schema"]["enum"].get(choices) != simdjson::SUCCESS) {
        continue;
      }
      EXPECT_FALSE(status.ok()) << target;
      for (const element choice : choices) {
        EXPECT_TRUE(
            TryToAsk(target + std::string(choice.get_string().value())).ok())
            << target << choice;
      }
    }
  }
}

}  // namespace
}  // namespace tikrar::testing
