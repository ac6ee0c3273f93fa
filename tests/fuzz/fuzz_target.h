// What the fuzz targets share.

#ifndef TIKRAR_TESTS_FUZZ_FUZZ_TARGET_H_
#define TIKRAR_TESTS_FUZZ_FUZZ_TARGET_H_

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace tikrar {

// What does not hold is a finding, whatever the build leaves out.
inline void Require(bool condition) {
  if (!condition) std::abort();
}

// A new folder, in memory where there is a file system of it, since it is
// written a thousand times a second; removed with all that is in it.
class FuzzFolder {
 public:
  FuzzFolder() {
    std::error_code error;
    const bool has_memory = std::filesystem::exists("/dev/shm", error);
    path_ =
        std::string(has_memory ? "/dev/shm" : "/tmp") + "/tikrar-fuzz-XXXXXX";
    Require(mkdtemp(path_.data()) != nullptr);
  }
  ~FuzzFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  FuzzFolder(const FuzzFolder&) = delete;
  FuzzFolder& operator=(const FuzzFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace tikrar

#endif  // TIKRAR_TESTS_FUZZ_FUZZ_TARGET_H_
