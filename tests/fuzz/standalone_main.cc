// Replays inputs through a fuzz target without libFuzzer:
//
//   text_fuzz FILE-OR-FOLDER...
//
// Fails if an argument is missing or holds no input, so that a corpus that
// was not found does not pass for one that was replayed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

std::vector<std::filesystem::path> InputsUnder(
    const std::filesystem::path& root) {
  std::vector<std::filesystem::path> inputs;
  if (std::filesystem::is_regular_file(root)) inputs.push_back(root);
  if (std::filesystem::is_directory(root)) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(root)) {
      if (entry.is_regular_file()) inputs.push_back(entry.path());
    }
  }
  std::sort(inputs.begin(), inputs.end());
  return inputs;
}

void Replay(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream),
                          std::istreambuf_iterator<char>()};
  // A copy of its exact size, so that a sanitizer sees reads past the end.
  const std::vector<uint8_t> data(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(data.data(), data.size());
}

}  // namespace

int main(int argc, char** argv) {
  size_t replayed = 0;
  for (int i = 1; i < argc; ++i) {
    const auto inputs = InputsUnder(argv[i]);
    if (inputs.empty()) {
      std::fprintf(stderr, "%s: expected a file or a folder with files\n",
                   argv[i]);
      return 1;
    }
    for (const auto& input : inputs) Replay(input);
    replayed += inputs.size();
  }
  std::printf("replayed %zu inputs\n", replayed);
  return replayed > 0 ? 0 : 1;
}
