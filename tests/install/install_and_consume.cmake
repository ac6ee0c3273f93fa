# Run by ctest, see CMakeLists.txt: installs `build` and uses the result.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${work})
execute_process(
  COMMAND ${CMAKE_COMMAND} --install ${build} --config ${config}
          --prefix ${work}/prefix
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

# Nothing that the package says may lead back into the tree or the build.
file(GLOB_RECURSE package_files ${work}/prefix/*.cmake)
if(NOT package_files)
  message(FATAL_ERROR "${work}/prefix: no package file was installed")
endif()
get_filename_component(tree ${consumer}/../../.. ABSOLUTE)
foreach(file ${package_files})
  file(READ ${file} text)
  foreach(path ${build} ${tree}/src ${tree}/include tikrar_flags)
    string(FIND "${text}" "${path}" at)
    if(NOT at EQUAL -1)
      message(FATAL_ERROR "${file}: speaks of ${path}")
    endif()
  endforeach()
endforeach()

execute_process(
  COMMAND ${CMAKE_COMMAND} -S ${consumer} -B ${work}/build -G ${generator}
          -D CMAKE_PREFIX_PATH=${work}/prefix
          -D CMAKE_CXX_COMPILER=${compiler}
          -D CMAKE_BUILD_TYPE=${config}
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${work}/build
                COMMAND_ERROR_IS_FATAL ANY)

# One block in common; what else the two say makes them different documents.
set(common "أعلنت البلدية إغلاق الجسر القديم يومين لإصلاح أرضيته.")
file(WRITE ${work}/corpus/first.txt
  "${common}\nوقال المهندس إن الفريق سيبدأ العمل فجر السبت وينهيه مساء الأحد.\n"
  "وتتوفر حافلات بديلة لسكان الضفة الشرقية طوال مدة الأشغال.\n")
file(WRITE ${work}/corpus/second.txt
  "شهد مهرجان الزيتون في القرية حضور آلاف الزوار من مدن بعيدة.\n"
  "وباع المزارعون هذا الموسم نصف محصولهم قبل حلول الخريف.\n${common}\n")
execute_process(COMMAND ${work}/build/consumer ${work}/corpus
                OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
set(expected "tokens 2\ndocuments 2\nfamilies 1\n")
if(NOT printed STREQUAL expected)
  message(FATAL_ERROR "consumer: printed\n${printed}expected\n${expected}")
endif()

# The program too, when this build has one.
if(EXISTS ${build}/bin/tikrar)
  execute_process(COMMAND ${work}/prefix/bin/tikrar --version
                  COMMAND_ERROR_IS_FATAL ANY)
endif()
