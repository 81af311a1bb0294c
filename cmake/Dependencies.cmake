# Everything comes from Debian 12 packages (docs/adr/0002-dependencies.md); nothing is vendored.
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)

find_path(ASIO_INCLUDE asio.hpp REQUIRED)
add_library(asio INTERFACE)
target_include_directories(asio SYSTEM INTERFACE ${ASIO_INCLUDE})
# ASIO looks for std::aligned_alloc before it has included a header that tells, so that the answer
# depends on what a file includes first, and memory would be allocated one way and freed the other.
target_compile_definitions(asio INTERFACE ASIO_NO_DEPRECATED ASIO_DISABLE_CO_AWAIT
  ASIO_DISABLE_STD_ALIGNED_ALLOC)
target_link_libraries(asio INTERFACE Threads::Threads OpenSSL::SSL OpenSSL::Crypto)

find_package(ZLIB REQUIRED)
add_library(zlib INTERFACE)
target_link_libraries(zlib INTERFACE ZLIB::ZLIB)
find_library(ZSTD_LIB zstd REQUIRED)
add_library(zstd INTERFACE)
target_link_libraries(zstd INTERFACE ${ZSTD_LIB})

find_path(SODIUM_INCLUDE sodium.h REQUIRED)
find_library(SODIUM_LIB sodium REQUIRED)
add_library(sodium INTERFACE)
target_include_directories(sodium SYSTEM INTERFACE ${SODIUM_INCLUDE})
target_link_libraries(sodium INTERFACE ${SODIUM_LIB})

find_library(XXHASH_LIB xxhash REQUIRED)
add_library(xxhash INTERFACE)
target_link_libraries(xxhash INTERFACE ${XXHASH_LIB})

find_path(MYSQLCPPCONN_INCLUDE mysql_connection.h REQUIRED)
find_library(MYSQLCPPCONN_LIB mysqlcppconn REQUIRED)
add_library(mysqlcppconn INTERFACE)
target_include_directories(mysqlcppconn SYSTEM INTERFACE ${MYSQLCPPCONN_INCLUDE})
target_link_libraries(mysqlcppconn INTERFACE ${MYSQLCPPCONN_LIB})

if(SLUICE_TESTS)
  find_package(doctest REQUIRED)
endif()
