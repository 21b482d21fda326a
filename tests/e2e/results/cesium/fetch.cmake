# npm install of CesiumJS in the build tree: cmake -DNPM= -DSOURCE= -DWORK= -P fetch.cmake. A machine that cannot reach a registry builds all the same.
file(COPY "${SOURCE}/package.json" "${SOURCE}/package-lock.json" DESTINATION "${WORK}")
execute_process(COMMAND "${NPM}" install --no-save --no-audit --no-fund --ignore-scripts --loglevel=error WORKING_DIRECTORY "${WORK}"
  RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE out)
if(code EQUAL 0)
  file(TOUCH "${WORK}/fetched")
else()
  message(STATUS "npm install of CesiumJS failed: the test e2e_czml will be skipped.\n${out}")
endif()
