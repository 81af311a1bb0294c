# include/version.h: the version, the commit and whether the tree was changed, as `sluice --version`
# prints them. SLUICE_VERSION overrides the number.
set(SLUICE_VERSION "${PROJECT_VERSION}" CACHE STRING "Version that the binary reports")
find_package(Git QUIET)
set(SLUICE_COMMIT "unknown")
if(GIT_FOUND)
  execute_process(COMMAND ${GIT_EXECUTABLE} describe --always --dirty --abbrev=10 --exclude=*
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE SLUICE_COMMIT
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed)
    set(SLUICE_COMMIT "unknown")
  endif()
endif()
configure_file(${CMAKE_SOURCE_DIR}/cmake/version.h.in ${CMAKE_BINARY_DIR}/include/version.h)
