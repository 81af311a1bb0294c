# Compiler flags for our own code; generated and packaged code is exempt from the warnings.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g -fno-omit-frame-pointer")

add_library(sluice_flags INTERFACE)
target_compile_options(sluice_flags INTERFACE -Wall -Wextra -Werror)
target_include_directories(sluice_flags INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/include)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-fcoroutines)
  # When it optimises, gcc 12 takes its own inlined string assignments for overlapping copies (GCC bug
  # 105329) and moves of std::variant for reads of what was not set. clang still looks for the latter.
  set(wrong_warnings " -Wno-restrict -Wno-maybe-uninitialized")
  string(APPEND CMAKE_CXX_FLAGS_RELEASE ${wrong_warnings})
  string(APPEND CMAKE_CXX_FLAGS_SANITIZE ${wrong_warnings})
elseif(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # clang 14 implements coroutines but does not announce them to libstdc++ 12.
  add_compile_options(-fcoroutines-ts -Wno-deprecated-coroutine)
  add_compile_definitions(__cpp_impl_coroutine=201902L)
endif()

if(SLUICE_SANITIZE)
  add_compile_options(-fsanitize=${SLUICE_SANITIZE})
  add_link_options(-fsanitize=${SLUICE_SANITIZE})
  if(SLUICE_SANITIZE MATCHES "thread")
    # ThreadSanitizer does not understand fences. ASIO's are for handlers that change threads, which
    # ours never do; the one that is left counts references.
    add_compile_definitions(ASIO_DISABLE_FENCED_BLOCK)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      add_compile_options(-Wno-tsan)
    endif()
  endif()
  if(SLUICE_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()

find_program(SLUICE_CCACHE ccache)
if(SLUICE_CCACHE AND NOT "$ENV{SLUICE_NO_CCACHE}")
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SLUICE_CCACHE})
endif()
find_program(SLUICE_LLD NAMES ld.lld ld.lld-14)
if(SLUICE_LLD AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_link_options(-fuse-ld=${SLUICE_LLD})
endif()
