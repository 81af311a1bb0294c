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

find_path(HTTPLIB_INCLUDE httplib.h REQUIRED)
find_library(HTTPLIB_LIB cpp-httplib REQUIRED)
add_library(httplib INTERFACE)
target_include_directories(httplib SYSTEM INTERFACE ${HTTPLIB_INCLUDE})
# The library is built with TLS, which decides how its types look.
target_compile_definitions(httplib INTERFACE CPPHTTPLIB_OPENSSL_SUPPORT)
target_link_libraries(httplib INTERFACE ${HTTPLIB_LIB} OpenSSL::SSL Threads::Threads)

find_path(SQLITE_INCLUDE sqlite3.h REQUIRED)
find_library(SQLITE_LIB sqlite3 REQUIRED)
add_library(sqlite INTERFACE)
target_include_directories(sqlite SYSTEM INTERFACE ${SQLITE_INCLUDE})
target_link_libraries(sqlite INTERFACE ${SQLITE_LIB} Threads::Threads)

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
